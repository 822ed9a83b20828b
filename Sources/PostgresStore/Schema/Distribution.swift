import Foundation

/// The form that a registry's tables and policies have on a Citus cluster, where homes are shared out among servers.
///
/// It is made of the same files, so that there is one of each rule. Citus takes no policy that asks another table within
/// itself: what it asks goes into a function beside it, and what a statement would ask once is asked for each row.
extension Schema {
    /// What is on every server, as every home or policy reads it.
    static let shared = ["home", "version", "person"]

    /// The tables that have homes' rows. Rows of one home stand together, on one of the servers.
    static let apart = [
        "latch", "kind", "document", "counter", "innovation", "tag", "signal", "words", "contribution", "batch", "entry", "payload", "seal", "draft", "mark", "imported",
    ]

    /// The function that what rows may hold is told by, and the others without it: tables are shared out with what their rows
    /// may hold, which takes a cluster less long than to be told of it afterwards, piece by piece.
    static func withoutFold(_ functions: [String]) -> (fold: String, others: [String]) {
        var fold = ""
        let others = functions.map { functions in
            functions.replacing(#/CREATE FUNCTION fold\(.*?;\n/#.dotMatchesNewlines()) { match in
                fold = String(match.output)
                return ""
            }
        }
        return (fold, others)
    }

    /// Shares out tables that were just made, and have no rows or policies yet.
    static var distribution: String {
        let everywhere = shared.map { "SELECT create_reference_table('practice.\($0)');" }
        let homes = apart.map { table in
            "SELECT create_distributed_table('practice.\(table)', 'home'\(table == apart[0] ? "" : ", colocate_with => 'practice.\(apart[0])'"));"
        }
        return (everywhere + homes + [piece]).joined(separator: "\n")
    }

    /// The name of the piece of a table in which a home's rows are.
    private static let piece = """
        CREATE FUNCTION piece(of text, home text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = practice, pg_temp AS $$
        BEGIN
            RETURN shard_name(format('practice.%I', of)::regclass, get_shard_id_for_distribution_column(format('practice.%I', of)::regclass, home));
        END $$;
        """

    /// The tables with names of homes sorted as everything is. A function that Citus hands over may ask only of the home that it
    /// was handed over for, and that is looked at with the order by which it was compared: of a join, that of the column.
    static func distributed(tables: String) -> String { tables.replacing("home text COLLATE \"C\"", with: "home text") }

    /// Policies without any question in them.
    ///
    /// - Parameter tables: the statements that make the tables.
    static func distributed(_ policies: String, tables: String) -> String {
        var text = policies
        // What is asked once a statement, as it is written in the policies.
        text.replace(#/\(SELECT (\w+\((?:'\w+')?\))((?: (?:<>|=) '\{\}')?)\)(?:::[a-z]+(?:\[\])?)?/#) { match in
            match.output.2.isEmpty ? String(match.output.1) : "(\(match.output.1)\(match.output.2))"
        }
        // A row as a whole is of another type on each server; as JSON it is of one.
        var calls: [String: String] = [:]
        text.replace(#/FUNCTION (\w+)\(new (\w+)\)(.*?)\$\$\n(?:DECLARE\n)?/#.dotMatchesNewlines()) { match in
            let (name, table) = (String(match.output.1), String(match.output.2))
            calls["\(name)(\(table))"] = "\(name)(jsonb_build_object(\(columns(of: table, in: tables).map { "'\($0)', \($0)" }.joined(separator: ", "))))"
            let body = "(given jsonb)\(match.output.3)$$\nDECLARE\n    new \(table) := jsonb_populate_record(NULL::\(table), given);\n"
            guard match.output.3.contains("VOLATILE") else { return "FUNCTION \(name)\(body)" }
            // Citus changes no row by what is not the same for the whole statement: it is not told.
            return """
                FUNCTION \(name)(given jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = practice, pg_temp AS $$
                BEGIN
                    RETURN \(name)_by_now(given);
                END $$;
                CREATE FUNCTION \(name)_by_now\(body)
                """
        }
        for (call, other) in calls { text.replace(call, with: other) }
        // Of columns Citus tells the other servers nothing.
        text.replace(#/(GRANT [^;]*)/#) { match in match.output.1.replacing(#/(SELECT|UPDATE) \([^)]*\)/#) { String($0.output.1) } }
        // Another server is asked by the login that is acted by, and knows of no other.
        text.replace("account = session_user", with: "account = login()")
        var lookUps: [String] = []
        return text.split(separator: ";\n", omittingEmptySubsequences: false).map { statement in
            guard let table = statement.firstMatch(of: #/CREATE POLICY \w+ ON (\w+)/#)?.output.1 else { return String(statement) }
            return lookedUp(String(statement), table: String(table), &lookUps)
        }.joined(separator: ";\n")
    }

    /// The columns that the statement which makes a table names.
    static func columns(of table: String, in tables: String) -> [String] {
        guard let start = tables.firstRange(of: "CREATE TABLE \(table) ("), let end = tables[start.upperBound...].firstRange(of: ");") else { return [] }
        var depth = 0
        let parts = tables[start.upperBound..<end.lowerBound].split { sign in
            if sign == "(" { depth += 1 } else if sign == ")" { depth -= 1 }
            return sign == "," && depth == 0
        }
        return parts.compactMap { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) }.filter { $0.first?.isLowercase ?? false }
    }

    /// A policy of a table with a function in place of each question, and those functions that are new before it.
    private static func lookedUp(_ policy: String, table: String, _ known: inout [String]) -> String {
        var policy = policy, functions = ""
        while let question = question(in: policy) {
            var body = String(policy[question]), columns: [String] = []
            body.replace(#/\b(\w+)\.(\w+)/#) { match in
                guard match.output.1 == table else { return String(match.output.0) }
                let name = String(match.output.2)
                if !columns.contains(name) { columns.append(name) }
                return "$\((columns.firstIndex(of: name) ?? 0) + 1)"
            }
            if !known.contains(body) {
                known.append(body)
                functions += function(known.count, columns.map { "\(table).\($0)%TYPE" }, body)
            }
            let number = (known.firstIndex(of: body) ?? 0) + 1
            policy.replaceSubrange(question, with: "look_up_\(number)(\(columns.map { "\(table).\($0)" }.joined(separator: ", ")))")
        }
        // Behind the comment and the grant that stand before the policy.
        let start = policy.firstRange(of: "CREATE POLICY")?.lowerBound ?? policy.startIndex
        return policy[..<start] + functions + policy[start...]
    }

    /// A function that asks a question of rows of the same home: of the piece of the table that this server has, by its own
    /// name, as Citus takes twenty times as long to find it. The first of its parameters is the home.
    private static func function(_ number: Int, _ parameters: [String], _ question: String) -> String {
        let table = question.firstMatch(of: #/FROM (\w+) AS/#)?.output.1 ?? ""
        let places = parameters.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let ofPiece = question.replacing("FROM \(table) AS", with: "FROM @ AS")
        return """
            CREATE FUNCTION look_up_\(number)(\(parameters.joined(separator: ", "))) RETURNS boolean
                LANGUAGE plpgsql STABLE COST 10000 SET search_path = practice, pg_temp AS $$
            DECLARE
                found boolean;
            BEGIN
                EXECUTE replace($question$SELECT \(ofPiece)$question$, '@', piece('\(table)', $1)) INTO found USING \(places);
                RETURN found;
            END $$;

            """
    }

    /// Where the first question stands, with its brackets.
    private static func question(in policy: String) -> Range<String.Index>? {
        guard let start = policy.firstRange(of: "(SELECT ")?.lowerBound else { return nil }
        var depth = 0
        for index in policy[start...].indices {
            if policy[index] == "(" { depth += 1 } else if policy[index] == ")" { depth -= 1 }
            if depth == 0 { return start..<policy.index(after: index) }
        }
        return nil
    }
}
