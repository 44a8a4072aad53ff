namespace Shopkeeper.Grains.Abstractions.Operations;

/// <summary>How an order ended.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code"><c>accepted</c>, or the code of the problem that it was refused with.</param>
/// <param name="Teardown">The teardown that it led to.</param>
public sealed record AuditOutcome(int Status, string Code, Guid? Teardown = null);
