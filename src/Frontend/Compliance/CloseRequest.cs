namespace Shopkeeper.Frontend.Compliance;

/// <summary>The order to close a request of the compliance desk.</summary>
/// <param name="Code">Why: legal-hold (the law requires that the data is kept) or handled-elsewhere (answered by other
/// means), for any request that is open; withdrawn (whoever asked took it back) or not-applicable (it asks for nothing
/// that can be done), for one that its own work can't end any more.</param>
/// <param name="Note">Free text for the audit log, at most 1000 characters; it is kept nowhere else.</param>
public sealed record CloseRequest(string Code, string? Note);
