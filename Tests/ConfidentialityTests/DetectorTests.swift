import Testing

@testable import ConfidentialityPlugin

/// What each detector finds and leaves alone, told by its mask.
///
/// Nothing here is anybody's: NHS numbers of the test range 999, Ofcom's numbers for drama,
/// example.org, National Insurance numbers made up for the purpose, postcodes of public buildings.
struct DetectorTests {
    /// The mask of one kind of identifier: what was found shows as "#".
    private func masked(_ text: String, _ identifier: Identifier) -> String {
        let found = Detector.detections(in: text, of: [identifier])
        #expect(found.allSatisfy { $0.identifier == identifier })
        return Detector.mask(text, found).replacing("[\(identifier.noun) removed]", with: "#")
    }

    @Test(arguments: [
        ("9990000018", "#"), ("NHS no: 999 000 0018.", "NHS no: #."), ("999-000-0018", "#"), ("999.000.0018", "#"),
        ("(999 - 000 - 0018)", "(#)"), ("NHS9990000018", "NHS#"), ("999\u{A0}000\u{202F}0018", "#"),
        ("999\u{2013}000\u{2013}0018", "#"), ("999 000 0018 999 000 0026", "# #"), ("9990000018.0", "#.0"),
        ("２. ９９９ ０００ ００１８", "２. #"), ("٩٩٩٠٠٠٠٠١٨", "#"), ("99\u{200B}9000\u{AD}00\u{2060}18", "#"),
        ("𝟗𝟗𝟗 000 0018", "#"), ("NHS number is 99900 00018", "NHS number is #"), ("4 999\n000 0018", "4 #"),
        ("0306406152", "#"), ("NHS 555 000 0008", "NHS #"),
        ("ISBN 0306406152", "ISBN 0306406152"), ("9990000019", "9990000019"), ("19990000018", "19990000018"),
        ("99900000181", "99900000181"), ("2222222222", "2222222222"), ("555 000 0008", "555 000 0008"),
        ("999 0000018", "#"), ("99900 00018", "99900 00018"), ("VSG9990000018", "VSG9990000018"),
        ("0.9990000018", "0.9990000018"),
        ("999 000 001 8", "999 000 001 8"), ("3113000009", "3113000009"), ("1700000000", "1700000000"),
    ])
    func nhsNumber(text: String, expected: String) { #expect(masked(text, .nhsNumber) == expected) }

    @Test(arguments: [
        ("JG 10 30 35 A", "#"), ("JG103035A", "#"), ("jg103035a", "#"), ("jg 10 30 35 a", "#"), ("JG-10-30-35-A", "#"),
        ("JG 103035 A", "#"), ("JG103035 A", "#"), ("(JG 10 30 35)", "(#)"), ("NI number JG103035", "NI number #"),
        ("national insurance: jg 103035", "national insurance: #"), ("AS 12 34 56 A", "#"), ("JG１０３０３５A", "#"),
        ("JG 10 30 35 A and a letter", "# and a letter"), ("JG\u{A0}10\u{A0}30\u{A0}35\u{A0}C", "#"),
        ("QQ 12 34 56 A", "QQ 12 34 56 A"), ("DA123456A", "DA123456A"), ("AO123456A", "AO123456A"),
        ("GB123456A", "GB123456A"), ("ZZ123456A", "ZZ123456A"), ("JG103035E", "JG103035E"), ("JG103035", "JG103035"),
        ("JG1030357A", "JG1030357A"), ("AJG103035A", "AJG103035A"), ("JG103035AB", "JG103035AB"),
        ("by 150000 a year", "by 150000 a year"), ("on 12-12-12 a review", "on 12-12-12 a review"),
        ("at 10 15 30", "at 10 15 30"), ("SC123456 a charity", "SC123456 a charity"), ("JG 10 30 35 40", "JG 10 30 35 40"),
    ])
    func nationalInsurance(text: String, expected: String) { #expect(masked(text, .nationalInsurance) == expected) }

    @Test(arguments: [
        ("M1 1AE", "#"), ("M32 0TH", "#"), ("CR2 6XH", "#"), ("DN55 1PT", "#"), ("W1A 1HQ", "#"), ("EC1A 1BB", "#"),
        ("GIR 0AA", "#"), ("gir0aa", "#"), ("m320th", "#"), ("M320TH", "#"), ("ec1a1bb", "#"), ("sw1a 2aa", "#"),
        ("SW1A\u{A0}2AA", "#"), ("Talbot Road, M32 0TH.", "Talbot Road, #."), ("M32-0TH", "#"), ("Ｍ３２ ０ＴＨ", "#"),
        ("M32\u{200B} 0TH", "#"), ("near M32 0TH's gate", "near #'s gate"), ("M1 2ND", "#"), ("BF1 3AA", "#"),
        ("P12", "P12"), ("P12 3AB", "P12 3AB"), ("E3", "E3"), ("1AB", "1AB"), ("2024 05", "2024 05"), ("M33", "M33"),
        ("KS1 2nd", "KS1 2nd"), ("M1 2nd", "M1 2nd"), ("m1 2nd", "m1 2nd"), ("m32 0th", "#"), ("N1 3hr", "N1 3hr"),
        ("B12 5mg", "B12 5mg"), ("B12 3CD", "B12 3CD"),
        ("XM32 0TH", "XM32 0TH"), ("M32 0THE", "M32 0THE"), ("M05 1AA", "M05 1AA"), ("M1A 1AA", "M1A 1AA"),
        ("#e111ab", "#e111ab"), ("éM32 0TH", "éM32 0TH"), ("E1 and 2AB", "E1 and 2AB"),
    ])
    func postcode(text: String, expected: String) { #expect(masked(text, .postcode) == expected) }

    @Test(arguments: [
        ("07700900123", "#"), ("07700 900 123", "#"), ("07700-900-123", "#"), ("077-009-00123", "#"),
        ("07 700 900 123", "#"),
        ("+447700900123", "#"), ("+44 7700 900123", "#"), ("+44 (0)7700 900123", "#"), ("+4407700900123", "#"),
        ("(+44) 07700 900123", "#"), ("0044 7700 900123", "#"), ("447700900123", "#"), ("0161 496 0123", "#"),
        ("(0161) 496 0123", "#"), ("Tel:01632 960123 ext. 12", "Tel:#"), ("020 7946 0123 x4", "#"), ("028 9649 6123", "#"),
        ("01204 60012", "#"), ("0 7 7 0 0 9 0 0 1 2 3", "#"), ("07700.900.123", "#"), ("٠٧٧٠٠٩٠٠١٢٣", "#"),
        ("07700 900123 or 07700 900456", "# or #"), ("07700 900123 07700 900456", "# #"), ("0\u{200B}7700 900123", "#"),
        ("0161\u{2007}496\u{2009}0123", "#"), ("mobile 7700900123", "mobile #"), ("056 0000 0123", "#"),
        ("+353 20 912 3456", "#"),
        ("07700\n900123", "#"), ("0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣", "#"),
        ("+44 7700 900123 2 of them", "# 2 of them"), ("07700 900123 2pm", "# 2pm"), ("020 7946 012", "020 7946 012"),
        ("0800 1111", "0800 1111"), ("0808 157 0123", "0808 157 0123"), ("0300 123 1234", "0300 123 1234"),
        ("0345 000 0123", "0345 000 0123"), ("999", "999"), ("496 0123", "496 0123"), ("0770090012", "0770090012"),
        ("077009001234", "077009001234"), ("7700900123", "7700900123"), ("01-02-1987 01-02-2014", "01-02-1987 01-02-2014"),
        ("0123456789", "0123456789"), ("0.07700900123", "0.07700900123"), ("a07700900123b", "a07700900123b"),
    ])
    func telephone(text: String, expected: String) { #expect(masked(text, .telephone) == expected) }

    @Test(arguments: [
        ("jo@example.org", "#"), ("Write to jo.o'brien+care@mail.example.co.uk.", "Write to #."),
        ("<info@example.org>", "<#>"),
        ("mailto:jo@example.org", "mailto:#"), ("\"jo smith\"@example.org", "#"), ("josé@example.org", "#"),
        ("jo＠example．org", "#"), ("jo (at) example dot org", "#"), ("jo[at]example[dot]org", "#"),
        ("jo at example dot org", "#"),
        ("jo(at)example.org", "#"), ("jo @ example dot org", "#"), ("jo.smith @ example.org", "#"),
        ("jo@exa\u{AD}mple.org", "#"),
        ("jo@example.org,al@example.org", "#,#"), ("jo@example.org.2", "#.2"), ("jo@example.org07700", "#07700"),
        ("jo ( at ) example.org", "#"),
        ("@example", "@example"), ("jo@localhost", "jo@localhost"), ("lunch @ example.org", "lunch @ example.org"),
        ("5@2.50", "5@2.50"), ("look at the dot", "look at the dot"), ("at example.org", "at example.org"), ("a@@b", "a@@b"),
    ])
    func email(text: String, expected: String) { #expect(masked(text, .email) == expected) }

    @Test(arguments: [
        ("DOB 12/03/1987", "DOB #"), ("D.O.B. 12.3.87", "D.O.B. #"), ("d.o.b: 12-03-1987", "d.o.b: #"),
        ("DOB:12031987", "DOB:#"),
        ("date of birth is 12 March 1987", "date of birth is #"), ("Date of Birth\n1987-03-12", "Date of Birth\n#"),
        ("born 12th of March, 1987", "born #"), ("born on Thursday March 12th 1987", "born on Thursday #"),
        ("born in Salford on 12 Mar '87", "born in Salford on #"), ("Jo (b. 12/3/1987)", "Jo (b. #)"),
        ("(b 12.3.87)", "(b #)"),
        ("her birthday: 12-Mar-87", "her birthday: #"), ("dob 12 3 87", "dob #"), ("D.OB 12/03/1987", "D.OB #"),
        ("b-day 12/3/1987", "b-day #"), ("Dyddiad geni: 12/3/1987", "Dyddiad geni: #"),
        ("date_of_birth=1987/03/12", "date_of_birth=#"),
        ("12/03/1987 (DOB)", "# (DOB)"), ("ganwyd 12 Mawrth 1987", "ganwyd #"), ("stillborn 12/03/2020", "stillborn #"),
        ("DOB １２/０３/１９８７", "DOB #"), ("DOB 03/12/1987, seen 14/05/2014", "DOB #, seen 14/05/2014"), ("DOB 120387", "DOB #"),
        ("12/03/1987", "12/03/1987"), ("born in 1987", "born in 1987"), ("aged 47", "aged 47"),
        ("born in May", "born in May"),
        ("newborn 12/03/1987", "newborn 12/03/1987"), ("born. On 12/03/2014", "born. On 12/03/2014"),
        ("born on or after 1 September 2012", "born on or after 1 September 2012"),
        ("option b 12/03/2014", "option b 12/03/2014"),
        ("born between 1/4/2023 and 30/6/2024", "born between 1/4/2023 and 30/6/2024"), ("DOB 45/13/1987", "DOB 45/13/1987"),
        ("the project was born on 1 May 2014", "the project was born on 1 May 2014"),
        ("birthday at 12 March 10:30", "birthday at 12 March 10:30"),
        ("our 10th birthday on 1 May 2014", "our 10th birthday on 1 May 2014"), ("born 12031987", "born 12031987"),
    ])
    func dateOfBirth(text: String, expected: String) { #expect(masked(text, .dateOfBirth) == expected) }
}
