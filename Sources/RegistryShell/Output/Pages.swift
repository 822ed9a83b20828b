import RegistryCore

extension Session {
    /// Prints a page: blocks for people, one object for programs.
    public func show(_ blocks: [Block], _ json: @autoclosure () throws -> JSONObject) throws {
        switch format {
        case .table: try output.result(output.text(of: blocks))
        case .markdown: try output.result(Markdown.text(of: blocks))
        case .json: try output.json(JSONValue.object(json()).pretty)
        case .jsonl: try output.json(JSONValue.object(json()).line)
        case .csv:
            throw Problem(.usage, "a page has no rows, so it cannot be CSV", allowed: ["table", "json", "jsonl", "markdown"], next: "export --to csv -")
        }
    }
}

extension Output {
    /// Blocks as lines of a terminal.
    public func text(of blocks: [Block]) -> String {
        let width = max(20, self.width() ?? 80)
        return blocks.enumerated().map { index, block in
            (index > 0 && block.isHeading ? "\n" : "") + text(of: block, width: width)
        }.joined()
    }

    private func text(of block: Block, width: Int) -> String {
        switch block {
        case .heading(let text):
            return Wrapping.wrap(text.visible(), to: width).map { ink(.strong, $0) + "\n" }.joined()
        case .paragraph(let text):
            return paragraphs(text, width: width, indent: 0).joined(separator: "\n") + "\n"
        case .list(let items):
            return items.map { item in
                let lines = paragraphs(item, width: width - 2, indent: 0)
                return lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
            }.joined()
        case .facts(let facts): return text(of: facts, width: width)
        case .table(let columns, let rows):
            return lines(of: Table(columns: columns.map { Table.Column($0, wraps: true, minimum: 10) }, rows: rows))
        }
    }

    /// Labels in a column of their own where there is room, above their texts where there is not.
    private func text(of facts: [Block.Fact], width: Int) -> String {
        let labels = facts.map { $0.label.visible() }
        let widest = labels.map(\.displayWidth).max() ?? 0
        let beside = !plain && width - widest - 2 >= 30
        return zip(labels, facts).map { label, fact in
            let lines = paragraphs(fact.text, width: beside ? width - widest - 2 : width - 2, indent: 0)
            if beside {
                return lines.enumerated().map { index, line in
                    (index == 0 ? ink(.faint, Wrapping.pad(label, to: widest)) : String(repeating: " ", count: widest)) + "  " + line + "\n"
                }.joined()
            }
            if lines.count == 1, let line = lines.first, label.displayWidth + 2 + line.displayWidth <= width {
                return ink(.faint, label + ":") + " " + line + "\n"
            }
            let above = Wrapping.wrap(label + ":", to: width, hanging: 2).map { ink(.faint, $0) + "\n" }.joined()
            return above + lines.map { "  " + $0 + "\n" }.joined()
        }.joined()
    }

    private func paragraphs(_ text: String, width: Int, indent: Int) -> [String] {
        text.visible(keepingNewlines: true).split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            $0.isEmpty ? [""] : Wrapping.wrap(String($0), to: width)
        }
    }
}

extension Block {
    var isHeading: Bool { if case .heading = self { true } else { false } }
}

extension Markdown {
    /// Blocks as Markdown.
    public static func text(of blocks: [Block]) -> String {
        blocks.map { block in
            switch block {
            case .heading(let text): "## " + escape(text.replacing("\n", with: " ")) + "\n"
            case .paragraph(let text): escape(text).replacing("\n", with: "  \n") + "\n"
            case .list(let items): items.map { "- " + escape($0).replacing("\n", with: "\n  ") + "\n" }.joined()
            case .facts(let facts): facts.map { "- **" + escape($0.label) + ":** " + escape($0.text).replacing("\n", with: "  \n  ") + "\n" }.joined()
            case .table(let columns, let rows): table(columns, rows)
            }
        }.joined(separator: "\n")
    }
}
