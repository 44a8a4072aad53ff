namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The fence's answer.</summary>
/// <param name="Outcome">What it found.</param>
/// <param name="TeardownId">The teardown that ends the installation; empty when unknown or held back.</param>
public readonly record struct FenceResult(FenceOutcome Outcome, Guid TeardownId);
