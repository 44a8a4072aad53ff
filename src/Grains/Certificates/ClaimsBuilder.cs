using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using Shopkeeper.Grains.Abstractions.Teardown;
using Shopkeeper.Grains.Teardown;

namespace Shopkeeper.Grains.Certificates;

/// <summary>
/// Makes the claims of a teardown that is at its end. It refuses to state what is not so: a step that is not settled,
/// or text that is no code.
/// </summary>
internal static class ClaimsBuilder
{
    /// <summary>The subject under a nonce.</summary>
    public static string SubjectOf(TeardownRecord record, ReadOnlySpan<byte> nonce) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(nonce, Encoding.ASCII.GetBytes(record.Shop.Value)));

    /// <exception cref="InvalidOperationException">
    /// The teardown is not at its end, or names something by free text.
    /// </exception>
    public static CertificateClaims Build(
        TeardownRecord record,
        ImmutableArray<string> plan,
        (Guid Id, DateTimeOffset At, byte[] Nonce) issue,
        CertificateOptions options)
    {
        RequireSettled(record, plan);
        var notErased = record.Steps
            .SelectMany(step => step.NotErased.Select(left => Claim(step.Name, left)))
            .ToArray();
        var whole = notErased.Length == 0 && record.Steps.All(step => step.Status != StepStatus.Waived);
        var claims = new CertificateClaims
        {
            Version = 1,
            CertificateId = issue.Id,
            Subject = SubjectOf(record, issue.Nonce),
            TeardownId = record.Id,
            InstallationId = record.Installation.Value,
            Generation = record.Generation,
            Kind = record.Kind == TeardownKind.Reset ? "reset" : "uninstall",
            Cause = CodeOf(record.Cause),
            Evidence = [.. record.Evidence],
            InstalledAt = record.StartedAt,
            OpenedAt = record.OpenedAt,
            EndedAt = record.EndedAt ?? throw new InvalidOperationException("The installation has not ended."),
            IssuedAt = issue.At,
            Steps = [.. record.Steps.Select(step => Claim(step, issue.At))],
            Participants = [.. record.Steps.SelectMany(step => step.Participants).Select(Claim)],
            NotErased = notErased,
            Boundary = Boundary(record, options),
            Result = whole ? CertificateResults.Complete : CertificateResults.CompleteWithExceptions,
        };
        RequireCodes(claims);
        return claims;
    }

    /// <summary>The code of a cause.</summary>
    public static string CodeOf(EndCause cause) => cause switch
    {
        EndCause.UninstalledByMerchant => "uninstalled-by-merchant",
        EndCause.Operator => "operator",
        EndCause.EndedBeforeReinstall => "ended-before-reinstall",
        EndCause.RedactRequested => "redact-requested",
        EndCause.AppNotInstalled => "app-not-installed",
        EndCause.Reset => "reset",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    private static void RequireSettled(TeardownRecord record, ImmutableArray<string> plan)
    {
        // The last step is the one that signs; it is still running.
        foreach (var name in plan[..^1])
        {
            var step = record.Steps.FirstOrDefault(step => step.Name == name);
            if (step?.Status is not (StepStatus.Done or StepStatus.Waived))
                throw new InvalidOperationException($"The step '{name}' is not settled, so nothing can be certified.");
        }
    }

    private static StepClaim Claim(StepProgress step, DateTimeOffset now)
    {
        var finished = step.FinishedAt ?? now;
        var started = step.StartedAt ?? finished;
        return new StepClaim
        {
            Name = step.Name,
            Outcome = step.Outcome ?? (step.Status == StepStatus.Waived ? "waived" : "done"),
            Attempts = step.Attempts,
            StartedAt = started,
            FinishedAt = finished,
            DurationMilliseconds = Math.Max(0, (long)(finished - started).TotalMilliseconds),
            Counts = [.. step.Counts.Select(Claim)],
        };
    }

    private static CountClaim Claim(StoreCount count) => new() { Store = count.Store, Count = count.Count };

    private static ParticipantClaim Claim(ParticipantResult result) => new()
    {
        Name = result.Name,
        Assurance = result.Assurance,
        Erased = [.. result.Erased.Select(Claim)],
    };

    private static NotErasedClaim Claim(string step, NotErased left) =>
        new() { Step = step, Store = left.Store, Kind = left.Kind, Count = left.Count, Reason = left.Reason };

    private static BoundaryClaim Boundary(TeardownRecord record, CertificateOptions options) => new()
    {
        Covers = Covers(record),
        Excludes =
        [
            new RetentionClaim { Place = "write-ahead-log", Days = options.WriteAheadLogDays },
            new RetentionClaim { Place = "replicas", Days = options.ReplicaDays },
            new RetentionClaim { Place = "backups", Days = options.BackupDays },
        ],
    };

    private static string[] Covers(TeardownRecord record)
    {
        var covers = new List<string> { "live-rows" };
        if (record.Steps.Any(step => step.Participants.Any(result => result.Assurance == "verified")))
            covers.Add("participants");
        var counted = record.Steps.Where(step => step.Name == StepNames.VerifyResidue)
            .SelectMany(step => step.Counts).Select(count => count.Store).ToHashSet(StringComparer.Ordinal);
        if (counted.Contains("cache:memory")) covers.Add("all-silos-caches");
        else if (counted.Any(store => store.StartsWith("cache:", StringComparison.Ordinal)))
            covers.Add("this-process-caches");
        if (counted.Contains("cache_entries")) covers.Add("shared-cache:database");
        if (counted.Contains("cache:redis")) covers.Add("shared-cache:redis");
        return [.. covers];
    }

    private static void RequireCodes(CertificateClaims claims)
    {
        var texts = claims.Evidence
            .Concat(claims.Steps.SelectMany(
                step => step.Counts.Select(count => count.Store).Append(step.Name).Append(step.Outcome)))
            .Concat(claims.Participants.SelectMany(
                result => result.Erased.Select(count => count.Store).Append(result.Name).Append(result.Assurance)))
            .Concat(claims.NotErased.SelectMany(left => new[] { left.Store, left.Kind, left.Reason }));
        // A shop's domain has the form of a code, and must not pass for one.
        if (texts.Any(
            text => !CertificateCodes.IsCode(text) || text.Contains(".myshopify.com", StringComparison.Ordinal)))
            throw new InvalidOperationException("A certificate holds codes only; one of the teardown's texts is none.");
    }
}
