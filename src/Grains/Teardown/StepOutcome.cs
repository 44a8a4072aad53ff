using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Grains.Teardown;

/// <summary>
/// What came of running a step. Closed: there are these five and no others, and none of them skips a step.
/// </summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>What was erased in this run, by store.</summary>
    public IReadOnlyList<StoreCount> Counts { get; init; } = [];

    /// <summary>What turned out not to be erasable.</summary>
    public IReadOnlyList<NotErased> NotErased { get; init; } = [];

    /// <summary>What participants did in this run.</summary>
    public IReadOnlyList<ParticipantResult> Participants { get; init; } = [];

    /// <summary>How far each participant is; null where the step asks none.</summary>
    public IReadOnlyList<ParticipantProgress>? Asked { get; init; }

    /// <summary>The step is at its end.</summary>
    /// <param name="Code">How, as a code.</param>
    public sealed record Done(string Code) : StepOutcome;

    /// <summary>Part of it is done; the step is run again at once, with all its attempts before it.</summary>
    /// <param name="Cursor">Where to go on; null where the step finds its place by itself.</param>
    public sealed record Progressed(string? Cursor) : StepOutcome;

    /// <summary>It has to wait; no attempt is spent.</summary>
    /// <param name="Delay">For how long.</param>
    /// <param name="Why">A code.</param>
    public sealed record Snoozed(TimeSpan Delay, string Why) : StepOutcome;

    /// <summary>
    /// A silo that it called went away. That is none of the step's faults: it is run again with growing pauses, and no
    /// attempt is spent, unless that happens so often that something else must be wrong.
    /// </summary>
    public sealed record SiloLost : StepOutcome;

    /// <summary>It failed; it is tried again with backoff, and stalls the teardown after the limit.</summary>
    /// <param name="Code">Why, as a code.</param>
    public sealed record Failed(string Code) : StepOutcome
    {
        /// <summary>Steps that are to be run once more before this one, by name.</summary>
        public IReadOnlyList<string> GoBackTo { get; init; } = [];

        /// <summary>True when the step has done all its own tries: the teardown stalls at once.</summary>
        public bool IsFinal { get; init; }
    }
}
