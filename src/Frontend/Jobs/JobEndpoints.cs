using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Sessions;

namespace Shopkeeper.Frontend.Jobs;

/// <summary>The shop's background jobs.</summary>
internal static class JobEndpoints
{
    private const int MaximumBytes = 64 * 1024;

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs", ListAsync).WithName("ListJobs").WithSummary("The shop's jobs, newest first.")
            .Produces<PageView<JobResource>>();
        routes.MapPost("/jobs", EnqueueAsync).WithName("EnqueueJob")
            .WithSummary("Starts a job of a kind that the app offers to sessions.")
            .ReadsJson<NewJobRequest>().Produces<JobResource>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapGet("/jobs/{id:guid}", GetAsync).WithName("GetJob").WithSummary("One job.").Produces<JobResource>();
        routes.MapDelete("/jobs/{id:guid}", CancelAsync).WithName("CancelJob")
            .WithSummary(
                "Asks a job to stop; a running one acknowledges.").Produces<JobResource>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains, IJobStore jobs)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        if (await Session(context, grains) is not { } session) return Problem.NotInstalled();
        var found = await jobs.ListAsync(session.InstallationId, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, JobResource.Of));
    }

    private static async Task<IResult> EnqueueAsync(HttpContext context, IGrainFactory grains)
    {
        var (json, problem) = await Requests.ReadObjectAsync(context.Request, MaximumBytes, context.RequestAborted);
        if (problem is not null) return problem;
        if (!json.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
            return Problem.BadRequest("kind", "Send the kind of job to start, such as catalog-sync.");
        var arguments = json.TryGetProperty("arguments", out var given) ? given : default;
        if (arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            return Problem.BadRequest("arguments", "Send one JSON object, or leave it out.");
        if (!IdempotencyKey.TryRead(context.Request, out var key)) return IdempotencyKey.Refused();
        if (await Session(context, grains) is not { } session) return Problem.NotInstalled();

        var reply = await grains.GetGrain<IJobQueue>(session.InstallationId.Value).EnqueueAsync(
            new EnqueueJob
            {
                Kind = kind.GetString()!,
                Arguments = arguments.ValueKind == JsonValueKind.Object ? arguments.GetRawText() : "{}",
                IdempotencyKey = key,
                FromSession = true,
            },
            context.RequestAborted);
        return Answer(context, reply);
    }

    private static IResult Answer(HttpContext context, EnqueueReply reply)
    {
        switch (reply.Outcome)
        {
            case EnqueueOutcome.Enqueued or EnqueueOutcome.AlreadyEnqueued:
                return TypedResults.Accepted($"/api/jobs/{reply.Job!.Id}", JobResource.Of(reply.Job));
            case EnqueueOutcome.UnknownKind:
                return Problem.BadRequest("kind", "Send a kind of job that the app offers to sessions.");
            case EnqueueOutcome.InvalidArguments:
                return Problem.BadRequest(
                    "arguments", $"Send what the kind takes ({reply.Code ?? "invalid"}), or none.");
            case EnqueueOutcome.InvalidIdempotencyKey:
                return IdempotencyKey.Refused();
            case EnqueueOutcome.QueueFull:
                context.Response.Headers.RetryAfter = "30";
                return Problem.Of(
                    StatusCodes.Status429TooManyRequests, "queue-full",
                    "The shop has as many unfinished jobs as it may have.",
                    new FieldProblem("kind", "Wait until jobs have ended, or cancel some."));
            default:
                return Problem.NotInstalled();
        }
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext context, IGrainFactory grains, IJobStore jobs)
    {
        if (await Session(context, grains) is not { } session) return Problem.NotInstalled();
        var job = await jobs.FindAsync(session.InstallationId, id, context.RequestAborted);
        return job is null ? Problem.NotFound("job") : TypedResults.Ok(JobResource.Of(job));
    }

    private static async Task<IResult> CancelAsync(Guid id, HttpContext context, IGrainFactory grains)
    {
        if (await Session(context, grains) is not { } session) return Problem.NotInstalled();
        var job = await grains.GetGrain<IJobQueue>(
            session.InstallationId.Value).CancelAsync(id, context.RequestAborted);
        return job is null
            ? Problem.NotFound("job")
            : TypedResults.Accepted($"/api/jobs/{job.Id}", JobResource.Of(job));
    }

    private static ValueTask<SessionReply?> Session(HttpContext context, IGrainFactory grains) =>
        grains.CheckAsync(context.Claims(), context.RequestAborted);
}
