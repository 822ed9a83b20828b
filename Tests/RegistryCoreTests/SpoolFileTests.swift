import Foundation
@testable import RegistryCore
import Testing

@Suite struct SpoolFileTests {
    /// The pieces of which it consists show nowhere, but for the room of those that nobody reads again.
    @Test func whatIsAppendedIsReadAcrossItsPieces() throws {
        var file = try SpoolFile(folder: FileManager.default.temporaryDirectory.path, step: 10)
        let bytes = (0..<200).map { UInt8($0) }
        for start in stride(from: 0, to: 200, by: 25) { try bytes[start..<start + 25].withUnsafeBytes { try file.append($0) } }
        #expect(file.count == 200)
        func read(_ place: Int, _ count: Int) throws -> [UInt8] {
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in filled = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: place) }
        }
        for (place, count) in [(0, 200), (9, 2), (30, 1), (59, 60), (199, 1)] { #expect(try read(place, count) == Array(bytes[place..<place + count])) }
        #expect(try read(190, 50) == Array(bytes[190...]), "fewer at the end")
        // Pieces end at 10, 30, 60, 100, 150.
        file.release(upTo: 99)
        #expect(try read(60, 140) == Array(bytes[60...]), "whose piece holds something later stays")
        #expect(try read(59, 10) == [])
    }
}
