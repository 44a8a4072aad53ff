namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What became of an operator's order about a teardown.</summary>
public enum TeardownOrderOutcome
{
    /// <summary>It is carried out, or was before.</summary>
    Accepted = 1,

    /// <summary>There is no such teardown, or it is certified.</summary>
    Gone = 2,

    /// <summary>It neither stands still nor waits: it is being worked on.</summary>
    NothingToRetry = 3,

    /// <summary>There is no such step.</summary>
    UnknownStep = 4,

    /// <summary>The step asks no such participant.</summary>
    UnknownParticipant = 5,

    /// <summary>The reason is none, or none for this step.</summary>
    CodeRefused = 6,

    /// <summary>The step can't be waived: without it a certificate would say more than is known.</summary>
    NotWaivable = 7,

    /// <summary>The end is not confirmed yet: there are no steps.</summary>
    NotEnded = 8,

    /// <summary>The teardown has not come to the step.</summary>
    NotReached = 9,

    /// <summary>The step runs right now.</summary>
    RunsNow = 10,

    /// <summary>The step is done, and nothing of it fails.</summary>
    Done = 11,

    /// <summary>It was waived before, for another reason.</summary>
    AlreadyWaived = 12,
}
