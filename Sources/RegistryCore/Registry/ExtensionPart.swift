/// An extension as what it is: the one case of its point.
///
/// Each protocol of a point says it of all that conform to it, so nobody writes it. A cast would find it out too, by a
/// search of the whole program for each type: half of what a start once took.
public enum ExtensionPart: Sendable {
    case kind(any Kind)
    case signal(any Signal)
    case check(any Check)
    case gate(any Gate)
    case channel(any Channel)
    case section(any Section)
    case observer(any Observer)
    case importer(any Importer)
    case exporter(any Exporter)
    /// Of a point that is no business of the core, and with further names: a command.
    case naming(any ClaimsNames)
    /// Of a point that is no business of the core.
    case other
}

extension Extension { public var part: ExtensionPart { .other } }
extension ClaimsNames { public var part: ExtensionPart { .naming(self) } }

extension Kind { public var part: ExtensionPart { .kind(self) } }
extension Signal { public var part: ExtensionPart { .signal(self) } }
extension Check { public var part: ExtensionPart { .check(self) } }
extension Gate { public var part: ExtensionPart { .gate(self) } }
extension Channel { public var part: ExtensionPart { .channel(self) } }
extension Section { public var part: ExtensionPart { .section(self) } }
extension Observer { public var part: ExtensionPart { .observer(self) } }
extension Importer { public var part: ExtensionPart { .importer(self) } }
extension Exporter { public var part: ExtensionPart { .exporter(self) } }
