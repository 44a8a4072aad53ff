using Microsoft.Extensions.Logging;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>What the runner tells. Exceptions appear as codes: their text can hold a merchant's data.</summary>
internal static partial class JobRunnerLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Job {Job} ({Kind}) of installation {Installation} ended attempt {Attempt} as {Status}, code {ErrorCode}")]
    public static partial void Ended(
        ILogger logger,
        Guid job,
        string kind,
        InstallationId installation,
        int attempt,
        JobStatus status,
        string? errorCode);

    [LoggerMessage(2, LogLevel.Warning,
        "Job {Job} ({Kind}) of installation {Installation} did not stop in time ({Stop}); it is left behind")]
    public static partial void LeftBehind(
        ILogger logger, Guid job, string kind, InstallationId installation, JobStop stop);

    [LoggerMessage(3, LogLevel.Warning,
        "The lease of job {Job} ({Kind}) of installation {Installation} was not renewed: {ErrorCode}")]
    public static partial void NotRenewed(
        ILogger logger, Guid job, string kind, InstallationId installation, string errorCode);

    [LoggerMessage(4, LogLevel.Warning,
        "The lease of job {Job} ({Kind}) of installation {Installation} is another runner's, or the job has ended")]
    public static partial void LeaseTaken(ILogger logger, Guid job, string kind, InstallationId installation);

    [LoggerMessage(5, LogLevel.Warning,
        "The end of job {Job} ({Kind}) of installation {Installation} was not stored: {ErrorCode}. It runs again")]
    public static partial void NotFinished(
        ILogger logger, Guid job, string kind, InstallationId installation, string errorCode);

    [LoggerMessage(6, LogLevel.Information,
        "The end of job {Job} ({Kind}) of installation {Installation} came too late: the lease was lost")]
    public static partial void TooLate(ILogger logger, Guid job, string kind, InstallationId installation);

    [LoggerMessage(7, LogLevel.Error,
        "An attempt at job {Job} of installation {Installation} broke the runner: {ErrorCode}")]
    public static partial void Broken(ILogger logger, Guid job, InstallationId installation, string errorCode);

    [LoggerMessage(8, LogLevel.Warning, "The service stops with {Count} jobs still running; their leases run out")]
    public static partial void StoppedWith(ILogger logger, int count);
}
