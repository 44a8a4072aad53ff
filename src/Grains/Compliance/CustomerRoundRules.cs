using System.Collections.Immutable;
using System.Globalization;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Participants;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Compliance;

/// <summary>
/// When participants are asked for a request, and what their answers mean: pure functions. Each has waits and attempts
/// of its own, so that one which is down holds up none of the others.
/// </summary>
internal static class CustomerRoundRules
{
    public const string Answered = "answered";
    public const string Busy = "busy";
    public const string Failed = "failed";

    // The saga waits: what it waits for is tried at least this often.
    private static readonly TimeSpan LongestAtTheEnd = TimeSpan.FromMinutes(1);

    /// <summary>Where a participant stands before it is asked.</summary>
    public static ComplianceParticipant Of(ComplianceRequest request, string name) =>
        request.Evidence.Participants.FirstOrDefault(one => one.Name == name)
        ?? new ComplianceParticipant { Name = name, State = Failed };

    /// <summary>
    /// What participants know a call's repetitions by. A redaction that is asked for once more is another call: who has
    /// carried out the first one erases again.
    /// </summary>
    public static string OperationId(ComplianceRequest request, CustomerOperation operation)
    {
        if (operation == CustomerOperation.Export) return $"op_{request.Id:N}-export";
        var first = $"op_{request.Id:N}-redact";
        return request.Repeated == 0
            ? first
            : string.Create(CultureInfo.InvariantCulture, $"{first}-{request.Repeated}");
    }

    /// <summary>
    /// True when it is to be asked now: not while it rests, nor once it was given up. At the end of an installation
    /// nobody rests.
    /// </summary>
    public static bool IsDue(ComplianceParticipant participant, bool isEnding, DateTimeOffset now) =>
        participant.State != Answered
        && (isEnding || (participant.NextAt is { } at ? at <= now : participant.Attempts == 0));

    /// <summary>It asked for time.</summary>
    public static ComplianceParticipant AfterBusy(
        ComplianceParticipant before, TimeSpan delay, DateTimeOffset now, ComplianceOptions options, bool isEnding)
    {
        var asked = before.AskedAt ?? now;
        return now - asked > options.ParticipantPatience
            ? AfterFailure(before, ParticipantCodes.BusyTooLong, delay, now, options, isEnding)
            : before with { State = Busy, Code = OutcomeCodes.ParticipantBusy, AskedAt = asked, NextAt = now + delay };
    }

    /// <summary>It failed; it is asked again with backoff until it is given up, at the end of a stay never.</summary>
    public static ComplianceParticipant AfterFailure(
        ComplianceParticipant before, string code, TimeSpan? asked, DateTimeOffset now, ComplianceOptions options,
        bool isEnding)
    {
        var attempts = before.Attempts + 1;
        var isGivenUp = !isEnding && attempts >= options.ParticipantAttempts;
        var delay = Delay(attempts, options);
        if (asked is { } wish && wish > delay) delay = wish;
        if (isEnding && delay > LongestAtTheEnd) delay = LongestAtTheEnd;
        return before with
        {
            State = Failed,
            Code = code,
            Attempts = attempts,
            AskedAt = before.AskedAt ?? now,
            NextAt = isGivenUp ? null : now + delay,
        };
    }

    /// <summary>How long to wait after so many failures.</summary>
    public static TimeSpan Delay(int attempts, ComplianceOptions options)
    {
        var factor = Math.Pow(2, Math.Min(attempts - 1, 30));
        var delay = options.RetryFirst.TotalMilliseconds * factor;
        return delay < options.RetryMaximum.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(delay)
            : options.RetryMaximum;
    }

    /// <summary>How the request stands with all of them together.</summary>
    public static (DateTimeOffset? NextAt, string? GivenUp) Sum(ImmutableArray<ComplianceParticipant> all)
    {
        var open = all.Where(one => one.State != Answered).ToList();
        var next = open.Where(one => one.NextAt is not null).Select(one => one.NextAt).Min();
        var given = open.FirstOrDefault(one => one.NextAt is null);
        return (next, given is null ? null : $"{given.Code}:{given.Name}");
    }
}
