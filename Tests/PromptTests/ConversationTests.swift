import Glibc
import Prompt
import RegistryShell
import Testing

@Suite("Before the cursor") struct PromptTextTests {
    @Test("whose registry, who you are, and what . is") func parts() {
        #expect(PromptText.text(home: "trafford", person: "ana", current: nil, width: 80) == "trafford ana> ")
        #expect(PromptText.text(home: "trafford", person: "ana", current: "P12", width: 80) == "trafford ana P12> ")
    }

    @Test("leaves half of the terminal to type in", arguments: [80, 60, 40, 20]) func room(_ width: Int) {
        for (home, person) in [("greater-manchester-health-and-social-care", "ana"), ("home", "Amina Khan-Robertson of the north eastern team"), ("a-long-home-of-thirty-letters-x", "日本日本日本日本日本日本日本日本")] {
            let text = PromptText.text(home: home, person: person, current: "P100007", width: width)
            #expect(text.displayWidth <= max(width / 2, 18), "\(text)")
            #expect(text.hasSuffix(" P100007> "))
            #expect(text.first == home.first)
        }
        #expect(PromptText.text(home: "home", person: "Amina Khan-Robertson", current: "P1", width: 40) == "home Amina Kha… P1> ")
    }
}

@Suite("Pasted lines") struct PastedTextTests {
    @Test("are a command each, but for quoted texts of several lines") func commands() {
        #expect(PastedText.commands(in: "find bus") == ["find bus"])
        #expect(PastedText.commands(in: "find bus\n\n  \nshow P1\r\n") == ["find bus", "show P1"])
        #expect(PastedText.commands(in: "comment P1 \"one\n\ntwo\"\nshow P1") == ["comment P1 \"one\n\ntwo\"", "show P1"])
        #expect(PastedText.commands(in: "find \"bus\nshow P1") == ["find \"bus", "show P1"], "nothing closes it")
        #expect(PastedText.commands(in: "find carers' bus\nshow P1") == ["find carers' bus", "show P1"])
        #expect(PastedText.commands(in: "\n").isEmpty)
    }
}

@Suite("What the history keeps") struct HistoryRulesTests {
    @Test("no line that begins with a blank, and no password") func keeps() {
        #expect(HistoryFile.keeps("find bus"))
        for line in [
            "", " find bus", "\tfind", "find --registry postgres://me:secret@host/db", "find --registry 'PostgreSQL://me:s@h'",
            "find --registry \"host=x password=secret\"",
        ] { #expect(!HistoryFile.keeps(line), "\(line)") }
    }
}

@Suite("Writing") struct WritingTests {
    @Test("ends between pieces when it is stopped") func stopped() {
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        var asked = 0
        let text = String(repeating: "x", count: 1 << 20)
        #expect(!writeAll(text, to: file, until: { asked += 1; return asked == 3 }))
        #expect(errno == ECANCELED)
        #expect(writeAll(text, to: file))
    }
}
