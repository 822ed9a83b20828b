import RegistryCore

/// Tables as text: CSV and TSV, read and written.
public struct TabularPlugin: Plugin {
    public let id = "tabular"
    public let summary = "CSV and TSV, read in any usual encoding and written safely for spreadsheets"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        return [
            DelimitedImporter(name: "csv", endings: ["csv", "txt"], dialect: nil),
            DelimitedImporter(name: "tsv", endings: ["tsv", "tab"], dialect: .tab),
            DelimitedExporter(name: "csv", endings: ["csv"], dialect: .comma),
            DelimitedExporter(name: "tsv", endings: ["tsv"], dialect: .tab),
        ]
    }
}
