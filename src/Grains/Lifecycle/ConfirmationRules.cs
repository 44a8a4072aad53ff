using Shopkeeper.Grains.Abstractions.Lifecycle;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.Lifecycle;

/// <summary>
/// Whether a claimed end is one. It takes two proofs that agree, one of them positive (a delivery whose signed body
/// names the shop); a 401 alone ends nothing, and neither does a delivery alone.
/// </summary>
internal static class ConfirmationRules
{
    /// <summary>The code of a probe that Shopify answered with 200.</summary>
    public const string Alive = AdminOutcome.OkCode;

    /// <summary>
    /// The code of a probe that Shopify answered with 401. Whoever probes writes it only for the installation's current
    /// token, and only if that had not expired by our clock.
    /// </summary>
    public const string Refused = "unauthorized";

    /// <summary>
    /// The code of a probe that could not be made: the token had expired, and Shopify refused twice, apart, to refresh
    /// a pair that had not changed. It proves as much as a 401.
    /// </summary>
    public const string RefreshRefused = TokenCodes.RefreshRefused;

    /// <summary>
    /// The code of a probe that could not be made: the token had expired, and the token endpoint says that the app is
    /// not installed. It is both proofs.
    /// </summary>
    public const string AppNotInstalled = TokenCodes.AppNotInstalled;

    /// <summary>Why a confirmation that found no proof in time is stalled.</summary>
    public const string EndUnconfirmed = "end-unconfirmed";

    // Long enough for a crash between the answer and what follows from it.
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True while what the row proves may be acted on without asking again. After a standstill it may not: a wrong host
    /// or secret makes every shop look uninstalled, and whoever mends that stops the service and starts it again.
    /// </summary>
    public static bool IsFresh(TeardownRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        return now - (record.Probes is [.., var last] ? last.At : record.OpenedAt) <= BelievedFor;
    }

    /// <summary>Decides from what is known; the probes stand in the order in which they were answered.</summary>
    public static ConfirmationDecision Decide(TeardownRecord record, DateTimeOffset now, ConfirmationOptions options)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(options);
        if (record.Cause == EndCause.AppNotInstalled && record.Probes.Count == 0)
            return End(record, EndEvidence.AppNotInstalled);
        if (record.Probes.Count == 0)
            return new ConfirmationDecision.Wait(TimeSpan.Zero);
        if (ProofOf(record.Probes[^1].Code) is { } proof && (IsPositive(record) || IsBoth(record, proof))
            && !IsWorthless(record, proof))
            return End(record, proof);

        var alive = AliveSinceRefused(record.Probes);
        if (alive.Count > 0 && (IsOlderThanStay(record) || alive[^1] - alive[0] >= options.SupersededAfter))
            return new ConfirmationDecision.Superseded();

        // Measured by the last answer, not by the clock: after a long standstill Shopify is asked before anybody is
        // alarmed. Where it has just said that the app is installed, a second such answer is what settles it.
        if (record.Probes[^1].Code != Alive
            && record.Probes[^1].At - (record.ConfirmingSince ?? record.OpenedAt) >= options.StalledAfter)
            return new ConfirmationDecision.Stalled(EndUnconfirmed);
        return new ConfirmationDecision.Wait(DelayFrom(record.Probes, alive, now, options));
    }

    // The token endpoint's word that the app is not installed. An end that rests on it and was held back is proved
    // anew.
    private static bool IsBoth(TeardownRecord record, string proof) =>
        proof == EndEvidence.AppNotInstalled || record.Cause == EndCause.AppNotInstalled;

    // A pair is also refused after the merchant gave a newer grant that never arrived here, and a claim that was made
    // before the stay began or was authorized again, or in the same instant, is about an earlier end: each alone says
    // nothing of this one, and so do both together. Nor does the one prove anew what the token endpoint said before,
    // when a setting may have been wrong: it would say so again.
    private static bool IsWorthless(TeardownRecord record, string proof) =>
        proof == EndEvidence.RefreshRefused
        && (record.Cause == EndCause.AppNotInstalled || record.TriggeredAt <= AuthorizedAt(record));

    // What the last answer proves, if anything.
    private static string? ProofOf(string code) => code switch
    {
        Refused => EndEvidence.TokenRefused,
        RefreshRefused => EndEvidence.RefreshRefused,
        AppNotInstalled => EndEvidence.AppNotInstalled,
        _ => null,
    };

    // Where no delivery names the shop, the end rests on the token endpoint's word, and nobody attests it.
    private static ConfirmationDecision.End End(TeardownRecord record, string proof) => new(
        IsPositive(record) ? record.Cause : EndCause.AppNotInstalled, With(record.Evidence, proof));

    private static bool IsPositive(TeardownRecord record) =>
        record.BodyNamesShop && record.Cause is EndCause.UninstalledByMerchant or EndCause.RedactRequested;

    // The time is a hint from an unsigned header. Believing it here can only keep an installation alive that answers
    // 200. What a reset handed over speaks of the new stay too: only what is older than both needs no second answer.
    private static bool IsOlderThanStay(TeardownRecord record) =>
        record.TriggeredAt < BeganOf(record);

    private static DateTimeOffset BeganOf(TeardownRecord record) => record.DeliveriesSince ?? record.StartedAt;

    private static DateTimeOffset AuthorizedAt(TeardownRecord record) =>
        record.ReauthorizedAt is { } again && again > BeganOf(record) ? again : BeganOf(record);

    private static List<DateTimeOffset> AliveSinceRefused(IReadOnlyList<EndProbe> probes)
    {
        var alive = new List<DateTimeOffset>();
        foreach (var probe in probes)
        {
            if (ProofOf(probe.Code) is not null) alive.Clear();
            if (probe.Code == Alive) alive.Add(probe.At);
        }

        return alive;
    }

    private static TimeSpan DelayFrom(
        IReadOnlyList<EndProbe> probes, List<DateTimeOffset> alive, DateTimeOffset now, ConfirmationOptions options)
    {
        var last = probes[^1];
        var next = last.Code == Alive
            ? alive[0] + options.SupersededAfter
            : last.At + Backoff(probes.Count, options);
        return next > now ? next - now : TimeSpan.Zero;
    }

    private static TimeSpan Backoff(int answers, ConfirmationOptions options)
    {
        var wait = options.BackoffFirst;
        for (var answer = 1; answer < answers; answer++)
        {
            if (wait >= options.BackoffMaximum) return options.PatientInterval;
            wait *= 2;
        }

        return wait < options.BackoffMaximum ? wait : options.BackoffMaximum;
    }

    private static IReadOnlyList<string> With(IReadOnlyList<string> evidence, string code) =>
        evidence.Contains(code) ? evidence : [.. evidence, code];
}
