/// How large a row may be before it is refused, so that no file can fill the memory.
///
/// A row over a limit is read past, not kept, and reported; the rows after it are read.
public struct CSVLimits: Equatable, Sendable {
    /// The longest cell, in bytes of UTF-8 with its quotes; 16 MiB unless said otherwise.
    public var cellBytes: Int
    /// The longest row, in bytes of UTF-8; 32 MiB unless said otherwise, and below 1 GiB.
    public var rowBytes: Int { didSet { rowBytes = min(rowBytes, Self.mostRowBytes) } }
    /// The most cells in a row; 10,000 unless said otherwise.
    public var columns: Int

    // A cell's end is kept in 30 bits.
    private static let mostRowBytes = Int(RowScanner.Mark.position) - 1

    public init(cellBytes: Int = 16 << 20, rowBytes: Int = 32 << 20, columns: Int = 10_000) {
        self.cellBytes = cellBytes
        self.rowBytes = min(rowBytes, Self.mostRowBytes)
        self.columns = columns
    }
}
