namespace Shopkeeper.Frontend.Operations;

/// <summary>Names a teardown.</summary>
/// <param name="TeardownId">Its id.</param>
public sealed record TeardownReference(Guid TeardownId);
