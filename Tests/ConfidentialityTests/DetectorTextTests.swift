import Testing

@testable import ConfidentialityPlugin

/// Whole texts: what a mask leaves, where detections stand, and what everyday sentences must not set off.
struct DetectorTextTests {
    private let all = Set(Identifier.allCases)

    @Test func severalInOneTextComeInOrder() {
        let text = """
            Jo’s son (DOB 12/03/2010, NHS 999 000 0018, M32 0TH) – ring 07700 900123 or jo@example.org, \
            NI JG 10 30 35 A
            """
        let found = Detector.detections(in: text, of: all)
        #expect(found.map(\.identifier) == [.dateOfBirth, .nhsNumber, .postcode, .telephone, .email, .nationalInsurance])
        #expect(Detector.mask(text, found) == """
            Jo’s son (DOB [date of birth removed], NHS [NHS number removed], [postcode removed]) – ring \
            [telephone number removed] or [e-mail address removed], NI [National Insurance number removed]
            """)
        #expect(Detector.detections(in: Detector.mask(text, found), of: all).isEmpty)
        #expect(Detector.detections(in: text, of: [.postcode]).map(\.identifier) == [.postcode])
        #expect(Detector.detections(in: text, of: []).isEmpty)
    }

    @Test func offsetsAreBytesOfTheText() {
        let text = "é£ 999\u{200B} 000 0018\u{301}!"
        #expect(Detector.detections(in: text, of: all) == [Detection(identifier: .nhsNumber, range: 5..<22)])
    }

    @Test(arguments: [
        ("+44 161 496 0123", Identifier.telephone), ("m320th.jo@example.org", .email), ("0161 496 0123", .telephone),
        ("DOB 12.03.87", .dateOfBirth), ("NHS 999 000 0018", .nhsNumber),
    ])
    func overlapsBecomeOne(text: String, identifier: Identifier) {
        #expect(Detector.detections(in: text, of: all).map(\.identifier) == [identifier])
    }

    @Test func whatWasStoredStaysReadable() {
        #expect(Identifier.allCases.map(\.rawValue)
            == ["nhs-number", "national-insurance", "postcode", "telephone", "email", "date-of-birth"])
        #expect(Identifier.postcode.label == "a full postcode")
        #expect(Identifier.nhsNumber.label == "an NHS number")
    }

    @Test func maskSkipsWhatIsNotInTheText() {
        #expect(Detector.mask("short", [Detection(identifier: .email, range: 2..<99)]) == "short")
    }

    /// Masking what was found leaves nothing to find, whatever the text, and every range is in order.
    @Test func masksHoldForJumbledText() {
        let pieces = ["999", "000", "0018", " ", "-", "07700", "900123", "DOB ", "12/03/1987", "M32", "0TH", "@", "jo", ".org",
                      "JG", "10", "35", "A", "+44", "(0)", "born ", "é", "\u{200B}", "(at)", " dot ", "\n", "NHS "]
        var state: UInt64 = 42
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let found = Detector.detections(in: text, of: all)
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
            #expect(found.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= text.utf8.count })
            if !found.isEmpty {
                let masked = Detector.mask(text, found)
                #expect(!masked.unicodeScalars.contains("\u{FFFD}"))
                #expect(Detector.detections(in: masked, of: all) == [], "\(text)")
            }
        }
    }

    @Test(arguments: everyday)
    func everydaySentencesHoldNothing(text: String) {
        #expect(Detector.detections(in: text, of: all) == [])
    }

    private static let everyday = [
        "The pilot ran from 2011 to 2014 and cost £12,500 a year.", "It saved £1.2m in 2013/14 and £850,000 in 2014/15.",
        "Room 12, Floor 3, Block C: see the rota.", "Section 117 aftercare under the Mental Health Act 1983.",
        "The Care Act 2014 and the Children Act 1989, section 17 and section 47.",
        "S117 and s.20 cases are reviewed every 6 weeks.",
        "Support is given 1:1 or 2:1, never 1:12.", "See P12.E3 and trafford:P12 for the evidence.",
        "Open Mon-Fri 9.00am - 5.30pm, Sat 10:00-13:00.", "Take the 192 or the X50 bus, then the 86.",
        "Attendance rose from 12% to 48.5% in 18 months.", "Registered charity 1146179, company 07589431.",
        "Charity number: 1146179. Company number: SC123456 a charity in Scotland.", "The award was made on 2013-01-18.",
        "360G-traffordmbc-VSG1342", "GSS code E08000009, ward E05000840.", "GB-CHC-1146179 and GB-COH-07589431",
        "Last modified 2022-05-03T18:09:56Z", "Latitude 53.4219860123, longitude -2.3211710456",
        "Call 999 in an emergency, 111 for advice, 101 for the police.", "Childline is 0800 1111; Samaritans 116 123.",
        "Ring the helpline on 0808 157 0123 or 0300 123 1234.", "We meet at 7 pm on 12 March 2014 in M33.",
        "Residents of M33, WA14 and WA15 may refer themselves.", "Parents of KS1 and KS2 pupils in Year 2 came.",
        "3 of 10 children, aged 4 to 11, had a plan.", "Mrs B, aged 87, lives alone.",
        "He was born in 1947 and came here in 1962.",
        "Funded for children born between 1 April 2012 and 31 March 2013.", "A birthday tea on the 1st of each month.",
        "The idea was born on 1 May 2014 over a cup of tea.", "Vitamin B12 1mg daily; 5ml twice a day.",
        "Scores: 12 3 87 45 on the four scales.", "PHQ-9 fell from 18.2 to 9.4 (n=121, p<0.05).",
        "Cohort 2 had 24 mums, 19 dads.",
        "Grades 1-5, levels A1 to C2.", "Budget lines 2014 05 and 2014 06.", "Invoice 2014/000123 of 01/04/2014.",
        "01/04/2014 - 31/03/2015, renewed 01/04/2015.", "Sessions on 01 02 2014 and 08 02 2014.", "Weeks 10 20 30 and 40.",
        "Staff by 150000 a year", "A4 leaflets, 2000 copies, 3 colours.", "ISO 9001:2015 and BS 7666.",
        "Bands 5, 6 and 7 at 37.5 hours.",
        "£26,000 pa, 0.6 WTE.", "Twitter: @traffordcare, #socialcare", "We look at what works and dot the i’s.",
        "Ofsted URN 123456.",
        "UPRN 100012345678", "Order no 12345678901234", "v2.10.3 of the form", "1,234,567 people; 9 in 10.",
        "Half past 10, 10.30-12.00.",
        "W1 2hr, W2 3hr and W3 4hr sessions", "The 24/7 duty team (2 x 12hr shifts).", "The M60, A56 and B5213 roads",
        "Covid-19 in 2020–21", "“Team around the child” – 0–19 service", "See page 12 & annex B2, 3rd paragraph.",
        "https://www.example.org/page/2014/05/12?id=12345", "5 a day, 2 x 30 min, 10,000 steps", "Rated 4.5/5 by 312 carers",
        "Phase 1 (2012-13), phase 2 (2013-14).", "uid 01997c3e-7a10-7b61-9c5e-0123456789ab", "DoB is never asked.",
    ]
}
