namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The fence's answer.</summary>
/// <param name="Outcome">What it found.</param>
/// <param name="TeardownId">
/// The teardown that ends the installation, or the one that confirms its end; empty when unknown or held back.
/// </param>
/// <param name="Successor">The stay that a reset has just begun; null otherwise.</param>
public readonly record struct FenceResult(FenceOutcome Outcome, Guid TeardownId, Installation? Successor = null);
