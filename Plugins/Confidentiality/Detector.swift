/// Looks for identifiers in a text, and masks them.
///
/// A cheap pass over the bytes comes first: most texts hold too few digits for anything but an
/// e-mail address, and no "@", so most detectors never start. (Regular expressions were weighed: on a
/// text of 900 bytes a postcode alone takes NSRegularExpression 55 µs and Swift's Regex 190 µs; all six
/// detectors together take 4 to 8 µs, and 0.8 µs where the first pass finds nothing to look for.)
enum Detector {
    /// The identifiers of the `wanted` kinds in `text`, in order, none overlapping another.
    static func detections(in text: String, of wanted: Set<Identifier>) -> [Detection] {
        var text = text
        var census = text.withUTF8 { Census($0) }
        guard census.mayHoldAnything else { return [] }
        let form = ScanningForm(text)
        if census.isForeign { census = form.bytes.withUnsafeBufferPointer { Census($0) } }
        let kinds = Identifier.allCases.filter { wanted.contains($0) && census.mayHold($0) }
        guard !kinds.isEmpty else { return [] }
        return found(in: form.bytes, kinds).map { Detection(identifier: $0.identifier, range: form.original($0.range)) }
    }

    /// Looks, and looks again at what is left, so that a mask uncovers nothing: "M32 0TH07700 900123".
    private static func found(in bytes: [UInt8], _ kinds: [Identifier]) -> [Detection] {
        var found: [Detection] = []
        var left = bytes
        while true {
            let more = resolved(kinds.flatMap { detections(of: $0, in: left) })
            if more.isEmpty { return found.sorted { $0.range.lowerBound < $1.range.lowerBound } }
            found += more
            for detection in more {
                for index in detection.range { left[index] = .taken }
            }
        }
    }

    /// `text` with each detection replaced by what was there: "[NHS number removed]".
    ///
    /// `detections` are those that `detections(in:of:)` returned for this very text.
    static func mask(_ text: String, _ detections: [Detection]) -> String {
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        var at = 0
        for detection in detections where detection.range.lowerBound >= at && detection.range.upperBound <= bytes.count {
            masked += bytes[at..<detection.range.lowerBound]
            masked += "[\(detection.identifier.noun) removed]".utf8
            at = detection.range.upperBound
        }
        masked += bytes[at...]
        return String(decoding: masked, as: UTF8.self)
    }

    private static func detections(of identifier: Identifier, in bytes: [UInt8]) -> [Detection] {
        switch identifier {
        case .nhsNumber: NHSNumberDetector.detections(in: bytes)
        case .nationalInsurance: NationalInsuranceDetector.detections(in: bytes)
        case .postcode: PostcodeDetector.detections(in: bytes)
        case .telephone: TelephoneDetector.detections(in: bytes)
        case .email: EmailDetector.detections(in: bytes)
        case .dateOfBirth: DateOfBirthDetector.detections(in: bytes)
        }
    }

    /// Overlapping detections as one that covers them all, so that a mask leaves no half behind.
    ///
    /// It takes the name of the one that holds the other ("+44 161 496 0123" is a telephone number,
    /// whatever its last ten digits), else of the more certain one.
    private static func resolved(_ found: [Detection]) -> [Detection] {
        guard found.count > 1 else { return found }
        var kept: [Detection] = []
        for next in found.sorted(by: { ($0.range.lowerBound, rank($0)) < ($1.range.lowerBound, rank($1)) }) {
            guard let last = kept.last, last.range.upperBound > next.range.lowerBound else {
                kept.append(next)
                continue
            }
            let union = last.range.lowerBound..<max(last.range.upperBound, next.range.upperBound)
            let nextHolds = union == next.range && last.range != next.range
            let lastHolds = union == last.range && last.range != next.range
            let nextWins = nextHolds || (!lastHolds && rank(next) < rank(last))
            kept[kept.count - 1] = Detection(identifier: nextWins ? next.identifier : last.identifier, range: union)
        }
        return kept
    }

    private static func rank(_ detection: Detection) -> Int {
        Identifier.allCases.firstIndex(of: detection.identifier) ?? 0
    }
}
