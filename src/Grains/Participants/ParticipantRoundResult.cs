using System.Collections.Immutable;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Certificates;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Participants;

/// <summary>How far a step is with its participants after a run.</summary>
/// <param name="Asked">Each of them.</param>
/// <param name="Before">Each of them before the run.</param>
internal sealed record ParticipantRoundResult(
    ImmutableArray<ParticipantProgress> Asked, ImmutableArray<ParticipantProgress> Before)
{
    private const int LongestCode = 128;

    /// <summary>What those erased that settled in this run.</summary>
    public IReadOnlyList<ParticipantResult> Settled =>
    [
        .. Asked.Where(progress => progress.State == ParticipantState.Erased
                && !Before.Any(before => before.Name == progress.Name && ParticipantRules.IsSettled(before)))
            .Select(progress => new ParticipantResult
            {
                Name = progress.Name,
                Erased = progress.Erased,
                Assurance = progress.Remaining is null ? ParticipantRun.Attested : ParticipantRun.Verified,
            }),
    ];

    /// <summary>What is left, as those counted it that can.</summary>
    public IReadOnlyList<StoreCount> Remaining =>
    [
        .. Asked.Where(progress => progress is { State: ParticipantState.Erased, Remaining: not null })
            .Select(progress => StoreCounts.Of($"participant:{progress.Name}", progress.Remaining!.Value)),
    ];

    /// <summary>What the step comes to while not all are settled; null once they are.</summary>
    public StepOutcome? Unsettled(DateTimeOffset now)
    {
        var open = Asked.Where(progress => !ParticipantRules.IsSettled(progress)).ToList();
        if (open is []) return null;
        var waiting = open.Where(progress => !ParticipantRules.IsGivenUp(progress)).ToList();
        if (waiting is []) return new StepOutcome.Failed(CodeOf(open)) { Asked = Asked, IsFinal = true };
        var next = waiting.Min(progress => progress.NextAttemptAt ?? now);
        return next <= now
            ? new StepOutcome.Progressed(null) { Asked = Asked }
            : new StepOutcome.Snoozed(next - now, CodeOf(open)) { Asked = Asked };
    }

    /// <summary>The code of the only one, with its name; the names of those that fail; else why one waits.</summary>
    private static string CodeOf(List<ParticipantProgress> open)
    {
        var failed = open.Where(progress => progress.State == ParticipantState.Failed).ToList();
        if (failed is [var only]) return $"{only.LastCode}:{only.Name}";
        if (failed is [])
            return open.Find(progress => progress.LastCode is not null)?.LastCode ?? OutcomeCodes.ParticipantBusy;
        var code = $"{ParticipantCodes.SeveralFailed}:{string.Join('/', failed.Select(progress => progress.Name))}";
        return CertificateCodes.IsCode(code) ? code : code[..LongestCode];
    }
}
