import CLibPQ
import Foundation
import RegistryCore

/// PostgreSQL's client library, opened when a server is first named.
///
/// It is not linked: it brings 22 libraries with it (Kerberos, LDAP, TLS), which made every start of the program 5 ms
/// longer, also where a file is the registry; and a machine without it can use files.
///
/// Sendable unchecked: it is pointers to functions of a library that stays open, and is never changed.
struct LibPQ: @unchecked Sendable {
    typealias Connection = OpaquePointer
    typealias Result = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias Texts = UnsafePointer<UnsafePointer<CChar>?>

    let connect: @convention(c) (Texts?, Texts?, CInt) -> Connection?
    let startConnecting: @convention(c) (Texts?, Texts?, CInt) -> Connection?
    let goOnConnecting: @convention(c) (Connection?) -> PostgresPollingStatusType
    let setVerbosity: @convention(c) (Connection?, PGVerbosity) -> PGVerbosity
    let finish: @convention(c) (Connection?) -> Void
    let status: @convention(c) (Connection?) -> ConnStatusType
    let transactionStatus: @convention(c) (Connection?) -> PGTransactionStatusType
    let socket: @convention(c) (Connection?) -> CInt
    let errorMessage: @convention(c) (Connection?) -> Text?
    let serverVersion: @convention(c) (Connection?) -> CInt
    let host: @convention(c) (Connection?) -> Text?
    let port: @convention(c) (Connection?) -> Text?
    let process: @convention(c) (Connection?) -> CInt
    let parameter: @convention(c) (Connection?, Text?) -> Text?
    let user: @convention(c) (Connection?) -> Text?
    let setNonBlocking: @convention(c) (Connection?, CInt) -> CInt
    let sendQuery: @convention(c) (Connection?, Text?) -> CInt
    let sendParams: @convention(c) (Connection?, Text?, CInt, UnsafePointer<Oid>?, Texts?, UnsafePointer<CInt>?, UnsafePointer<CInt>?, CInt) -> CInt
    let sendPrepare: @convention(c) (Connection?, Text?, Text?, CInt, UnsafePointer<Oid>?) -> CInt
    let sendPrepared: @convention(c) (Connection?, Text?, CInt, Texts?, UnsafePointer<CInt>?, UnsafePointer<CInt>?, CInt) -> CInt
    /// How statements are sent together; nil of a library before 14.
    let pipeline: Pipeline?
    let flush: @convention(c) (Connection?) -> CInt
    let consumeInput: @convention(c) (Connection?) -> CInt
    let isBusy: @convention(c) (Connection?) -> CInt
    let getResult: @convention(c) (Connection?) -> Result?
    let resultStatus: @convention(c) (Result?) -> ExecStatusType
    let errorField: @convention(c) (Result?, CInt) -> Text?
    let clear: @convention(c) (Result?) -> Void
    let rowCount: @convention(c) (Result?) -> CInt
    let value: @convention(c) (Result?, CInt, CInt) -> UnsafeMutablePointer<CChar>?
    let length: @convention(c) (Result?, CInt, CInt) -> CInt
    let isNull: @convention(c) (Result?, CInt, CInt) -> CInt
    let changedRows: @convention(c) (Result?) -> Text?
    let putCopyData: @convention(c) (Connection?, Text?, CInt) -> CInt
    let putCopyEnd: @convention(c) (Connection?, Text?) -> CInt
    let getCancel: @convention(c) (Connection?) -> OpaquePointer?
    let cancel: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, CInt) -> CInt
    let freeCancel: @convention(c) (OpaquePointer?) -> Void
    let parseAddress: @convention(c) (Text?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> UnsafeMutablePointer<_PQconninfoOption>?
    let options: @convention(c) (Connection?) -> UnsafeMutablePointer<_PQconninfoOption>?
    let freeAddress: @convention(c) (UnsafeMutablePointer<_PQconninfoOption>?) -> Void
    let freeMemory: @convention(c) (UnsafeMutableRawPointer?) -> Void
    let setNoticeProcessor: @convention(c) (Connection?, (@convention(c) (UnsafeMutableRawPointer?, Text?) -> Void)?, UnsafeMutableRawPointer?) -> OpaquePointer?

    /// Sends statements without waiting for the answer to each (https://www.postgresql.org/docs/current/libpq-pipeline-mode.html).
    struct Pipeline {
        let enter: @convention(c) (Connection?) -> CInt
        let exit: @convention(c) (Connection?) -> CInt
        let sync: @convention(c) (Connection?) -> CInt
        /// The states of an answer that a library before 14 has no names for: the end of what was sent together, and a
        /// statement that was left out as one before it failed.
        static let end = ExecStatusType(10), leftOut = ExecStatusType(11)
    }

    /// Throws `unavailable` when the library is not on this machine.
    static var shared: LibPQ { get throws { try opened.get() } }

    private static let opened = Swift.Result { try LibPQ() }

    private init() throws {
        guard let library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else {
            throw Problem(
                .unavailable, "PostgreSQL's client library is not on this machine", value: "libpq.so.5", next: "install the package libpq5 (sudo apt install libpq5)")
        }
        func symbol<Function>(_ name: String, _ type: Function.Type = Function.self) throws -> Function {
            guard let found = dlsym(library, name) else {
                throw Problem(.unavailable, "PostgreSQL's client library is too old", value: name, details: ["it must be of version 13 or later"])
            }
            return unsafeBitCast(found, to: type)
        }
        connect = try symbol("PQconnectdbParams")
        finish = try symbol("PQfinish")
        status = try symbol("PQstatus")
        transactionStatus = try symbol("PQtransactionStatus")
        socket = try symbol("PQsocket")
        errorMessage = try symbol("PQerrorMessage")
        serverVersion = try symbol("PQserverVersion")
        host = try symbol("PQhost")
        port = try symbol("PQport")
        process = try symbol("PQbackendPID")
        parameter = try symbol("PQparameterStatus")
        user = try symbol("PQuser")
        startConnecting = try symbol("PQconnectStartParams")
        goOnConnecting = try symbol("PQconnectPoll")
        setVerbosity = try symbol("PQsetErrorVerbosity")
        setNonBlocking = try symbol("PQsetnonblocking")
        sendQuery = try symbol("PQsendQuery")
        sendParams = try symbol("PQsendQueryParams")
        sendPrepare = try symbol("PQsendPrepare")
        sendPrepared = try symbol("PQsendQueryPrepared")
        pipeline = try dlsym(library, "PQenterPipelineMode") == nil
            ? nil : Pipeline(enter: symbol("PQenterPipelineMode"), exit: symbol("PQexitPipelineMode"), sync: symbol("PQpipelineSync"))
        flush = try symbol("PQflush")
        consumeInput = try symbol("PQconsumeInput")
        isBusy = try symbol("PQisBusy")
        getResult = try symbol("PQgetResult")
        resultStatus = try symbol("PQresultStatus")
        errorField = try symbol("PQresultErrorField")
        clear = try symbol("PQclear")
        rowCount = try symbol("PQntuples")
        value = try symbol("PQgetvalue")
        length = try symbol("PQgetlength")
        isNull = try symbol("PQgetisnull")
        changedRows = try symbol("PQcmdTuples")
        putCopyData = try symbol("PQputCopyData")
        putCopyEnd = try symbol("PQputCopyEnd")
        getCancel = try symbol("PQgetCancel")
        cancel = try symbol("PQcancel")
        freeCancel = try symbol("PQfreeCancel")
        parseAddress = try symbol("PQconninfoParse")
        options = try symbol("PQconninfo")
        freeAddress = try symbol("PQconninfoFree")
        freeMemory = try symbol("PQfreemem")
        setNoticeProcessor = try symbol("PQsetNoticeProcessor")
    }
}

extension LibPQ {
    /// A text of the library's; empty where it has none.
    func text(_ given: Text?) -> String { given.map { String(cString: $0) } ?? "" }
}
