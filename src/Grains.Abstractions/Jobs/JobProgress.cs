namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>How far a job is.</summary>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all, where known.</param>
public readonly record struct JobProgress(long Done, long? Total);
