namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>What a renewal found.</summary>
/// <param name="Held">False when another runner has the job, or it ended: stop at once.</param>
/// <param name="CancelRequested">True when the job was asked to stop.</param>
public readonly record struct LeaseState(bool Held, bool CancelRequested);
