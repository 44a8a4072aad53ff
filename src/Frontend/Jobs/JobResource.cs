using System.Text.Json;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Frontend.Jobs;

/// <summary>A job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Status">queued, running, completed, cancelled, failed or abandoned.</param>
/// <param name="Attempts">Attempts begun.</param>
/// <param name="Done">Items done.</param>
/// <param name="Total">Items in all, where known.</param>
/// <param name="ErrorCode">A code of the last failure.</param>
/// <param name="CancelRequested">True when it was asked to stop.</param>
/// <param name="CreatedAt">When it was enqueued.</param>
/// <param name="RunAt">When it may run next.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record JobResource(
    Guid Id, string Kind, string Status, int Attempts, long Done, long? Total, string? ErrorCode, bool CancelRequested,
    DateTimeOffset CreatedAt, DateTimeOffset? RunAt, DateTimeOffset? FinishedAt)
{
    internal static JobResource Of(JobView job) => new(
        job.Id, job.Kind, JsonNamingPolicy.KebabCaseLower.ConvertName(job.Status.ToString()), job.Attempts, job.Done,
        job.Total, job.ErrorCode, job.CancelRequested, job.CreatedAt, job.RunAt, job.FinishedAt);
}
