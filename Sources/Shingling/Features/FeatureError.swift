/// Why stored features cannot be read.
public enum FeatureError: Error, Equatable, CustomStringConvertible {
    /// They were written by another version of the model: shingle the text again.
    case unknownVersion(UInt8)
    /// They are cut short, too long, or contradict themselves.
    case damaged

    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .unknownVersion(let version): "features of an unknown model version (\(version))"
        case .damaged: "damaged features"
        }
    }
}
