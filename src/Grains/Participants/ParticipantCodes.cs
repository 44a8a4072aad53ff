using Shopkeeper.Grains.Abstractions.Webhooks;

namespace Shopkeeper.Grains.Participants;

/// <summary>Why participants fail or wait, as codes; they stand in teardowns and in answers to operators.</summary>
internal static class ParticipantCodes
{
    /// <summary>No connection, or it broke off.</summary>
    public const string Unreachable = "participant-unreachable";

    /// <summary>No answer in time.</summary>
    public const string TimedOut = "participant-timed-out";

    /// <summary>An answer that is none: another content, no JSON, too long, no counts.</summary>
    public const string AnswerInvalid = "participant-answer-invalid";

    /// <summary>It answered with a redirect, which is not followed.</summary>
    public const string Redirected = "participant-redirected";

    /// <summary>It refused: 4xx.</summary>
    public const string Refused = "participant-refused";

    /// <summary>It failed: 5xx, or an exception.</summary>
    public const string Failed = "participant-failed";

    /// <summary>It erased, and counts something left.</summary>
    public const string Residue = "participant-residue";

    /// <summary>It has been busy for longer than a teardown waits.</summary>
    public const string BusyTooLong = "participant-busy-too-long";

    /// <summary>A teardown waits for a participant that is not registered any more.</summary>
    public const string NotRegistered = "participant-not-registered";

    /// <summary>As many calls to it are under way as may be.</summary>
    public const string Crowded = "participant-crowded";

    /// <summary>It does not answer anybody; it is tried by one call at a time.</summary>
    public const string Resting = "participant-resting";

    /// <summary>Its store is keyed by shop, and an earlier stay is not yet erased there.</summary>
    public const string AwaitsEarlierStay = PutOffCodes.AwaitsEarlierStay;

    /// <summary>Several participants failed; their names follow.</summary>
    public const string SeveralFailed = "participants-failed";
}
