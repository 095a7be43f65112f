/// An object that is used where another reference keeps it alive.
enum Borrowed {
    /// Calls the body with an object, without counting a reference to it: that would be an atomic change of memory that
    /// is often not in the cache, and nothing that comes after could be done meanwhile.
    /// - Parameter reference: Where a reference to it is, or nil.
    @inline(__always)
    static func with<Object: AnyObject, Result>(at reference: UnsafeRawPointer, _ body: (Object) -> Result) -> Result? {
        reference.load(as: Unmanaged<Object>?.self)?._withUnsafeGuaranteedRef(body)
    }
}
