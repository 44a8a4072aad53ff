using Microsoft.Extensions.Options;

namespace Shopkeeper.Grains.Jobs;

/// <summary>Refuses to start with limits that can't work. A message names the key, the rule and the remedy.</summary>
internal sealed class JobOptionsValidator : IValidateOptions<JobOptions>
{
    private const string Concurrency = nameof(JobOptions.ConcurrencyPerInstallation);
    private const int MostConcurrent = 100;
    private const int MostAttempts = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public ValidateOptionsResult Validate(string? name, JobOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures =
        [
            .. Number(Concurrency, options.ConcurrencyPerInstallation, 1, MostConcurrent),
            .. Number(nameof(options.ConcurrencyPerSilo), options.ConcurrencyPerSilo, 1, 1000),
            .. Number(nameof(options.QueueLimit), options.QueueLimit, 1, 100_000),
            .. Number(nameof(options.MaxAttempts), options.MaxAttempts, 1, MostAttempts),
            .. Number(nameof(options.ThrottleWaits), options.ThrottleWaits, 0, 100),
            .. Time(nameof(options.Lease), options.Lease, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            .. Time(nameof(options.RenewEvery), options.RenewEvery, TimeSpan.FromMilliseconds(10), Minute),
            .. Time(nameof(options.BackoffFirst), options.BackoffFirst, TimeSpan.Zero, TimeSpan.FromHours(1)),
            .. Time(nameof(options.BackoffMaximum), options.BackoffMaximum, options.BackoffFirst, Day),
            .. Time(nameof(options.StopGrace), options.StopGrace, TimeSpan.Zero, Minute),
            .. Time(nameof(options.ThrottlePause), options.ThrottlePause, TimeSpan.Zero, Minute),
            .. options.Kinds.SelectMany(kind => Kind($"Kinds:{kind.Key}", kind.Value)),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Kind(string key, JobKindOptions kind) =>
        Number($"{key}:{Concurrency}", kind.ConcurrencyPerInstallation ?? 1, 1, MostConcurrent)
            .Concat(Number($"{key}:{nameof(kind.MaxAttempts)}", kind.MaxAttempts ?? 1, 1, MostAttempts));

    private static IEnumerable<string> Number(string key, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return $"{JobOptions.Section}:{key} must be from {least} to {most}. Correct it or leave it out.";
    }

    private static IEnumerable<string> Time(string key, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            yield return $"{JobOptions.Section}:{key} must be from {least:c} to {most:c}. Correct it or leave it out.";
    }
}
