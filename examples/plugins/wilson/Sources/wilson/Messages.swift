/// What the program asks, as far as a signal needs it. What is not named here is ignored.
struct Asked: Decodable {
    struct Params: Decodable {
        /// The contributions of each innovation.
        var subjects: [[Contribution]]?
    }
    struct Contribution: Decodable {
        struct Rating: Decodable { var stars: Int }
        var payload: Rating
    }

    var id: Int
    var method: String
    /// Nil where it is another method's.
    var params: Params?

    private enum CodingKeys: CodingKey { case id, method, params }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(Int.self, forKey: .id)
        method = try members.decode(String.self, forKey: .method)
        params = try? members.decode(Params.self, forKey: .params)
    }
}

struct Answer: Encodable {
    struct Result: Encodable {
        var id: String?
        var version: String?
        var `protocol`: Int?
        var values: [Double?]?
    }
    struct Failure: Encodable {
        var code: Int
        var message: String
    }

    var jsonrpc = "2.0"
    var id: Int
    var result: Result?
    var error: Failure?

    init(id: Int) { self.id = id }
}
