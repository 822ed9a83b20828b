import Foundation
import RegistryCore

/// Makes texts into what the server's full text is told of them, one text after the other: each word with its places and
/// its weight.
///
/// What a word is made into is remembered: nearly every word of a text was in one before.
struct TextVectors: ~Copyable {
    /// What stands between separators, and the stem that it means, or its place in `several`.
    private var raw: WordTable
    private var several: [[UInt32]] = []
    private static let severalBit: UInt32 = 1 << 31
    /// The stems, with their numbers, and where in that table their bytes are.
    private var stems: WordTable
    private var places: [Range<Int>] = []

    /// Of the text at hand: its stems in the order in which they are met, and each word as the place of its stem among
    /// them and what `tsvector` keeps of one place, a weight in two bits and a number in 14.
    private var met: [UInt32] = []
    private var occurrences: [(stem: Int, place: UInt16)] = []
    /// By the number of a stem, its place among those that were met, from 1.
    private var meetings: [UInt32] = []
    /// By the places of the stems: how many places each has, and the last of them.
    private var counts: [Int] = []
    private var lasts: [UInt16] = []
    private var last = 0
    private var bytes = 0
    /// How many words the text at hand has.
    private(set) var length = 0
    /// Of values whose JSON has escapes.
    private var plain: [UInt8] = []

    /// The parts of a text, by how much their words count: `tsvector` numbers its weights D, C, B and A from 0.
    enum Weight: UInt16 {
        case contributed, body, tags, title
    }

    /// The server knows places up to this, and as many of a word as 256.
    private static let lastPlace = 16383
    private static let mostPlaces = 256
    /// The server takes a megabyte in all: what comes later is found by none of its words.
    private static let mostBytes = 900_000
    /// Of the words that are remembered: texts with ever new words would fill the memory.
    private static let mostRemembered = 48 << 20

    /// - Parameter words: about how many different ones there will be.
    init(words: Int) {
        var capacity = 256
        while capacity < words { capacity *= 2 }
        raw = WordTable(capacity: capacity)
        stems = WordTable(capacity: capacity)
    }

    private mutating func begin() {
        for stem in met { meetings[Int(stem)] = 0 }
        met.removeAll(keepingCapacity: true)
        occurrences.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        lasts.removeAll(keepingCapacity: true)
        (last, bytes, length) = (0, 0, 0)
        guard stems.size + raw.size + places.count * 20 > TextVectors.mostRemembered else { return }
        raw = WordTable()
        stems = WordTable()
        (several, places, meetings) = ([], [], [])
    }

    /// No phrase goes from one part of a text into the next.
    private mutating func endPart() { last += 1 }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ weight: Weight) {
        guard let start = text.baseAddress else { return }
        var at = 0
        while let piece = WordTable.piece(of: start, from: at, to: text.count) {
            at = piece.upperBound
            let meaning = raw.value(of: start + piece.lowerBound, piece.count, room: text.count - piece.lowerBound)
                ?? learn(UnsafeBufferPointer(rebasing: text[piece]))
            if meaning & TextVectors.severalBit == 0 {
                note(meaning, weight)
            } else {
                for stem in several[Int(meaning & ~TextVectors.severalBit)] { note(stem, weight) }
            }
        }
    }

    /// Adds a JSON value, whose words are those that it says: quotes, brackets and commas stand in no word.
    private mutating func add(json value: UnsafeBufferPointer<UInt8>, _ weight: Weight) {
        guard let start = value.baseAddress, memchr(start, CInt(UInt8(ascii: "\\")), value.count) != nil else { return add(value, weight) }
        plain.removeAll(keepingCapacity: true)
        JSONValue.append(unescaping: value.span, to: &plain)
        // Its own memory, as what reads it changes what else is here.
        let plain = plain
        plain.withUnsafeBufferPointer { add($0, weight) }
    }

    private mutating func note(_ stem: UInt32, _ weight: Weight) {
        last += 1
        length += 1
        bytes += 4
        var place = Int(meetings[Int(stem)])
        if place == 0 {
            bytes += places[Int(stem)].count + 8
            guard bytes < TextVectors.mostBytes else { return }
            met.append(stem)
            counts.append(0)
            lasts.append(0)
            place = met.count
            meetings[Int(stem)] = UInt32(place)
        }
        guard bytes < TextVectors.mostBytes, counts[place - 1] < TextVectors.mostPlaces else { return }
        let number = UInt16(min(last, TextVectors.lastPlace))
        // All that come behind the last place have that one.
        guard lasts[place - 1] < number else { return }
        lasts[place - 1] = number
        counts[place - 1] += 1
        occurrences.append((place - 1, weight.rawValue << 14 | number))
    }

    private mutating func learn(_ piece: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let numbers = TextWords.stems(of: String(decoding: piece, as: UTF8.self)).map { number(of: Array($0.utf8)) }
        let meaning: UInt32
        if numbers.count == 1 {
            meaning = numbers[0]
        } else {
            meaning = TextVectors.severalBit | UInt32(several.count)
            several.append(numbers)
        }
        if let start = piece.baseAddress { _ = raw.add(start, piece.count, meaning) }
        return meaning
    }

    /// A stem has at least one byte.
    private mutating func number(of stem: [UInt8]) -> UInt32 {
        stem.withUnsafeBufferPointer { stem in
            guard let start = stem.baseAddress else { return 0 }
            if let known = stems.value(of: start, stem.count, room: stem.count) { return known }
            let number = UInt32(places.count)
            places.append(stems.add(start, stem.count, number))
            meetings.append(0)
            return number
        }
    }

    /// Calls `body` with each stem of the text and its places, those of one together.
    private func each(_ body: (UnsafeBufferPointer<UInt8>, ArraySlice<UInt16>) -> Void) {
        var ends: [Int] = [], end = 0
        for count in counts {
            ends.append(end)
            end += count
        }
        let all = [UInt16](unsafeUninitializedCapacity: end) { all, count in
            for (stem, place) in occurrences {
                all[ends[stem]] = place
                ends[stem] += 1
            }
            count = end
        }
        for (index, stem) in met.enumerated() { body(stems.bytes(at: places[Int(stem)]), all[ends[index] - counts[index]..<ends[index]]) }
    }

    /// Appends the text at hand as `tsvector` is sent in binary: how many words, and of each its bytes, a 0, how many
    /// places and these. The server sorts them.
    func append(to out: inout [UInt8]) {
        out.append(bigEndian: UInt32(met.count))
        each { stem, places in
            out += stem
            out.append(0)
            out.append(bigEndian: UInt16(places.count))
            for place in places { out.append(bigEndian: place) }
        }
    }

    /// The text at hand as `tsvector` reads it.
    var text: String {
        var words: [String] = []
        each { stem, places in
            let signs = places.map { "\($0 & 0x3FFF)\(["", "C", "B", "A"][Int($0 >> 14)])" }
            words.append(TextVectors.quoted(String(decoding: stem, as: UTF8.self)) + ":" + signs.joined(separator: ","))
        }
        return words.joined(separator: " ")
    }

    /// A word as `tsvector` and `tsquery` read it.
    static func quoted(_ word: String) -> String { "'" + word.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'" }
}

extension TextVectors {
    /// Makes the next text of what full text finds an innovation by.
    mutating func take(_ text: SearchText) {
        begin()
        for (part, weight) in [(text.title, Weight.title), (text.tags, .tags), (text.body, .body), (text.contributed, .contributed)] {
            var part = part
            part.withUTF8 { add($0, weight) }
            endPart()
        }
    }

    /// Makes the next text of answers, as canonical JSON, and tags, as `SearchText` would make them. Throws when the answers are not that.
    mutating func take(answers: UnsafeBufferPointer<UInt8>, tags: UnsafeBufferPointer<UInt8>) throws {
        begin()
        var stored = StoredAnswers(ours: answers)
        var title = 0..<0, others: [Range<Int>] = []
        while let (name, value) = try stored.next() {
            if name.elementsEqual("title".utf8) { title = value } else { others.append(value) }
        }
        add(json: UnsafeBufferPointer(rebasing: answers[title]), .title)
        endPart()
        add(tags, .tags)
        endPart()
        for value in others { add(json: UnsafeBufferPointer(rebasing: answers[value]), .body) }
        endPart()
        endPart()
    }
}

extension [UInt8] {
    /// In the order of bytes of the server's binary forms.
    mutating func append(bigEndian value: some FixedWidthInteger) { Swift.withUnsafeBytes(of: value.bigEndian) { self += $0 } }
}
