import ArgumentParser
import RegistryCore
import RegistryShell

struct ImportCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring in innovations from files; the same file twice changes nothing.",
        discussion: "Columns match fields by name, label and synonyms; --map says the rest. What cannot be taken is told row by row and handed back in FILE.rejects.csv.")
    static let about = CommandAbout(.bulk, makesRegistry: true, examples: [
        Example("import examples/ideas-form.csv --mapping examples/ideas-form.mapping.yaml", "an online form's export, with a saved mapping"),
        Example("import ideas.csv --map title=\"Name of idea\" --source form --dry-run", "says what would happen"),
        Example("import ideas.csv --map title=Name --save-mapping form.yaml", "keeps the mapping for the next time"),
    ])

    @Argument(help: ArgumentHelp("The files, or - for standard input; several are one batch.", valueName: "file")) var files: [String]
    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("FIELD=COLUMN; fields are as `help fields` has them, and source_id, submitter, created.", valueName: "field=column")) var map: [String] = []
    @Option(name: .customLong("set"), parsing: .unconditionalSingleValue, help: ArgumentHelp("FIELD=VALUE for every row.", valueName: "field=value")) var constants: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("FIELD:THEIRS=OURS, a value that the file has by another name.", valueName: "field:theirs=ours")) var translate: [String] = []
    @Option(help: ArgumentHelp("A saved mapping.", valueName: "file")) var mapping: String?
    @Option(help: ArgumentHelp("Save the mapping in this file.", valueName: "file")) var saveMapping: String?
    @Option(help: ArgumentHelp("The name under which rows are known again.", valueName: "source")) var source: String?
    @Option(help: ArgumentHelp("The format, when the file's name does not tell.", valueName: "importer")) var from: String?
    @Option(help: ArgumentHelp("The order in dates: dmy, mdy or ymd.", valueName: "order"), completion: .list(DateOrder.allCases.map(\.rawValue))) var dates: String?
    @Option(help: ArgumentHelp("What stands between the values of a list.", valueName: "text")) var separator: String?
    @Option(help: ArgumentHelp("Columns that match nothing: keep (as further fields), ignore or error.", valueName: "what"), completion: .list(Mapping.Extra.allCases.map(\.rawValue))) var extra: String?
    @Option(help: ArgumentHelp("A bad row: skip, or stop and save nothing.", valueName: "what"), completion: .list(["skip", "stop"])) var onError = "skip"
    @Option(help: ArgumentHelp("Save nothing when more than so many rows are bad.", valueName: "number")) var maxErrors: Int?
    @Option(help: ArgumentHelp("Innovations whose rows are gone from the source: ignore, report or park.", valueName: "what"), completion: .list(ImportOptions.Missing.allCases.map(\.rawValue))) var missing = "ignore"
    @Option(help: ArgumentHelp("An answer edited here and changed there: ours or theirs.", valueName: "whose"), completion: .list(["ours", "theirs"])) var conflicts = "ours"
    @Option(help: ArgumentHelp("The encoding, when it is not found out.", valueName: "encoding")) var encoding: String?
    @Option(help: ArgumentHelp("What separates cells, when it is not found out.", valueName: "sign")) var delimiter: String?
    @Option(help: ArgumentHelp("The sign around cells, when it is not the double quote.", valueName: "sign")) var quote: String?
    @Option(name: .customLong("option"), parsing: .unconditionalSingleValue, help: ArgumentHelp("NAME=VALUE of the format's own options; `plugins` says which.", valueName: "option")) var formatOptions: [String] = []
    @Option(help: ArgumentHelp("Where rows that were not taken are written; FILE.rejects.csv when left out.", valueName: "file")) var rejects: String?
    @Flag(help: "Do everything but save.") var dryRun = false

    func run(_ session: Session) throws {
        // From the first moment a signal is a reason to stop, not a death without a word.
        _ = session.console.interrupted()
        let registry = try session.registry()
        let mapping = try wholeMapping(registry)
        var options = ImportOptions()
        options.dryRun = dryRun
        options.stopsOnError = try choice(onError, ["skip", "stop"], "--on-error") == "stop"
        options.theirsWin = try choice(conflicts, ["ours", "theirs"], "--conflicts") == "theirs"
        if let maxErrors {
            guard maxErrors >= 0 else { throw Problem(.usage, "--max-errors is 0 or more", value: String(maxErrors)) }
            options.mostErrors = maxErrors
        }
        guard let whatIsMissing = ImportOptions.Missing(rawValue: missing) else {
            throw Problem.unknown("way with missing rows", missing, among: ImportOptions.Missing.allCases.map(\.rawValue))
        }
        options.missing = whatIsMissing
        options.isStopped = session.console.interrupted
        let progress = ProgressLine(session.output, quiet: session.options.quiet)
        options.progress = { progress.tell($0.stage.doing, $0.rows, of: "rows", fraction: $0.fraction) }
        try checkRejects()
        let sources = try files.map { try open($0, registry, session) }
        // Before the rows: what fails after they are in must not look as if they were not.
        if let saveMapping { try save(mapping, sources, registry, as: saveMapping) }
        let rejects = try Rejects()
        let summary: ImportSummary
        do {
            summary = try registry.importing(sources, mapping: mapping, options: options, as: session.actor(), rejected: rejects.add)
        } catch var problem as Problem where problem.kind == .badInput && !dryRun {
            progress.end()
            // Too many bad rows: those up to there are handed back as well.
            if let first = try rejects.write(sources.map(Rejects.Source.init), to: self.rejects, registry, session).first { problem.next = "mend \(first) and the file" }
            throw problem
        } catch {
            progress.end()
            throw error
        }
        progress.end()
        let report = ImportReport(summary: summary, options: options)
        let handedBack = dryRun ? [] : try rejects.write(sources.map(Rejects.Source.init), to: self.rejects, registry, session)
        if !dryRun { tellStale(beside: handedBack, session) }
        // What the import kept as further fields is known from here on.
        if summary.batch != nil, summary.unmatched.contains(where: \.kept) { try session.reopen() }
        for line in report.notices { session.notice(line) }
        do {
            try session.report(report.lines, report.json(rejects: handedBack))
        } catch {
            // The report is lost, and not what it reports.
            if let batch = summary.batch { session.notice("the rows are saved, as batch \(batch.number)") }
            throw error
        }
        if let problem = report.problem(rejects: handedBack) { throw problem }
    }

    /// The mapping with the columns that were only guessed: another file with the same headings needs no guess.
    private func save(_ mapping: Mapping, _ sources: [(name: String, rows: any RowSource)], _ registry: Registry, as file: String) throws {
        var whole = mapping
        for source in sources {
            whole.columns.merge(try registry.columns(of: source.rows.columns, file: source.name, mapping: mapping)) { own, _ in own }
        }
        try Files.write(whole.yaml, to: file)
    }

    /// A file that is read must not be written over by what is handed back of it, but for a file of rejects that is
    /// imported again.
    private func checkRejects() throws {
        guard let rejects else { return }
        guard rejects != "-" else { throw Problem(.usage, "what is handed back goes into a file", value: rejects, next: "--rejects ideas.rejects.csv") }
        let same = files.first { Files.isSame($0, rejects) && Files.beside($0) != $0 }
        if let same { throw Problem(.usage, "what is handed back cannot take the place of the file that it comes from", value: same, next: "--rejects \(Words.quote(Files.beside(same)))") }
    }

    /// Whoever looks for a file of rejects must not take an old one for this run's.
    private func tellStale(beside written: [String], _ session: Session) {
        for file in files where file != "-" {
            let beside = Files.beside(file)
            if beside != file, Files.exists(beside), !written.contains(beside) { session.notice(ImportReport.stale(beside)) }
        }
    }

    private func open(_ file: String, _ registry: Registry, _ session: Session) throws -> (name: String, rows: any RowSource) {
        var options: [String: String] = [:]
        options["encoding"] = encoding
        options["delimiter"] = delimiter
        options["quote"] = quote
        let importers = registry.assembly.importers
        let chosen = try importers.first { $0.name == from?.lowercased() } ?? importer(for: file, importers, session)
        for (name, value) in try formatOptions.map({ try pair($0, "--option NAME=VALUE") }) {
            guard chosen.optionNames.contains(name) else {
                throw Problem(
                    .usage, chosen.optionNames.isEmpty ? "the format \(chosen.name) has no options of its own" : "the format \(chosen.name) has no such option", value: name,
                    allowed: chosen.optionNames, nearest: Nearest.match(name, among: chosen.optionNames))
            }
            options[name] = value
        }
        let source: ImportSource = file == "-" ? .standardInput : .file(file)
        return (source.name, try chosen.rows(of: source, options: options, isStopped: session.surroundings.machine.isStopped))
    }

    private func importer(for file: String, _ importers: [any Importer], _ session: Session) throws -> any Importer {
        let names = importers.map(\.name)
        if let from { throw session.problemOfMissing("importer", from.lowercased()) ?? .unknown("format", from, among: names) }
        guard file != "-" else { return try Files.first(importers, names) }
        guard let ending = Files.ending(of: file), let match = importers.first(where: { $0.extensions.contains(ending) }) else {
            // A file that is not there is the likelier trouble than one whose ending says nothing.
            guard Files.exists(file) else { throw Problem(.noInput, "there is no such file", value: file) }
            if let missing = Files.ending(of: file).flatMap({ session.problemOfMissing("importer", $0) }) { throw missing }
            throw Problem(.usage, "the file's name does not tell its format", value: file, allowed: names, next: "--from csv")
        }
        return match
    }

    /// The saved mapping with what the options add to it.
    private func wholeMapping(_ registry: Registry) throws -> Mapping {
        var whole = try mapping.map { try Mapping(yaml: Files.read($0), file: $0) } ?? Mapping()
        whole.source = source ?? whole.source
        // What is said now counts more than what was saved; said twice, one of them is a slip.
        var said: Set<String> = []
        func once(_ field: String) throws {
            guard !said.insert(field).inserted else { return }
            throw Problem(.usage, "this field is given twice, with --map or --set", value: field, next: "say it once")
        }
        for (field, column) in try map.map({ try pair($0, "--map FIELD=COLUMN") }) {
            try once(field)
            whole.columns[field] = column
            whole.constants[field] = nil
        }
        for (field, value) in try constants.map({ try pair($0, "--set FIELD=VALUE") }) {
            try once(field)
            whole.constants[field] = value
            whole.columns[field] = nil
        }
        for (theirs, ours) in try translate.map({ try pair($0, "--translate FIELD:THEIRS=OURS") }) {
            let parts = theirs.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw Problem(.usage, "an option takes another form", value: "\(theirs)=\(ours)", allowed: ["--translate FIELD:THEIRS=OURS"], next: "--translate area:Elderly=\"Older adults\"")
            }
            whole.values[parts[0], default: [:]][parts[1]] = ours
        }
        if let dates {
            guard let order = DateOrder(rawValue: dates) else { throw Problem.unknown("order of dates", dates, among: DateOrder.allCases.map(\.rawValue)) }
            whole.dates = order
        }
        whole.separator = separator ?? whole.separator
        if let extra {
            guard let what = Mapping.Extra(rawValue: extra) else { throw Problem.unknown("way with extra columns", extra, among: Mapping.Extra.allCases.map(\.rawValue)) }
            whole.extra = what
        }
        return whole
    }

    private func pair(_ word: String, _ form: String) throws -> (String, String) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else { throw Problem(.usage, "an option takes another form", value: word, allowed: [form]) }
        return (parts[0], parts[1])
    }

    private func choice(_ value: String, _ allowed: [String], _ option: String) throws -> String {
        guard allowed.contains(value) else {
            throw Problem(.usage, "\(option) does not take this", value: value, allowed: allowed, nearest: Nearest.match(value, among: allowed))
        }
        return value
    }
}

extension ImportProgress.Stage {
    /// As people read it.
    fileprivate var doing: String {
        switch self {
        case .reading: "reading and checking"
        case .saving: "saving"
        case .indexing: "making full text"
        }
    }
}
