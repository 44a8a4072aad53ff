namespace Shopkeeper.Grains.Abstractions.Jobs;

/// <summary>The answer to <see cref="EnqueueJob"/>.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.EnqueueReply)]
public sealed record EnqueueReply
{
    /// <summary>What became of it.</summary>
    [Id(0)]
    public required EnqueueOutcome Outcome { get; init; }

    /// <summary>The job, when there is one.</summary>
    [Id(1)]
    public JobView? Job { get; init; }

    /// <summary>For <see cref="EnqueueOutcome.InvalidArguments"/>, a stable code that names the mistake.</summary>
    [Id(2)]
    public string? Code { get; init; }
}
