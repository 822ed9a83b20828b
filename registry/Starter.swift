/// What a new registry begins with: the texts of the YAML files beside this one, which the program carries in
/// itself so that it needs no files beside it.
///
/// The files are for people to read and edit; this is the only Swift among them.
public enum StarterFiles {
    public static var fields: String { text(PackageResources.fields_yaml) }
    public static var stages: String { text(PackageResources.stages_yaml) }
    public static var evidence: String { text(PackageResources.evidence_yaml) }
    public static var tags: String { text(PackageResources.tags_yaml) }
    public static var founding: String { text(PackageResources.founding_yaml) }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
