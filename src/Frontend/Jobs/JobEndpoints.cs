using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Frontend.Sessions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Jobs;

/// <summary>The shop's background jobs.</summary>
internal static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs", ListAsync).WithName("ListJobs").WithSummary("The shop's jobs, newest first.")
            .Produces<PageView<JobResource>>();
        routes.MapPost("/jobs", EnqueueAsync).WithName("EnqueueJob")
            .WithSummary("Starts a job of a kind that the app offers to sessions.")
            .ReadsJson<NewJobRequest>().Produces<JobResource>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapGet("/jobs/{id:guid}", GetAsync).WithName("GetJob").WithSummary("One job.").Produces<JobResource>();
        routes.MapDelete("/jobs/{id:guid}", CancelAsync).WithName("CancelJob")
            .WithSummary(
                "Asks a job to stop; a running one acknowledges.").Produces<JobResource>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IJobStore jobs)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        var found = await jobs.ListAsync(context.Session().InstallationId, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, JobResource.Of));
    }

    private static async Task<IResult> EnqueueAsync(HttpContext context, IGrainFactory grains, IRequestKeys keys)
    {
        var (order, problem) = await JobOrder.ReadAsync(context.Request);
        if (order is null) return problem!;
        return await order.EnqueueAsync(
            context, grains, keys, context.Session().InstallationId, "/api/jobs", isFromSession: true);
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext context, IJobStore jobs)
    {
        var job = await jobs.FindAsync(context.Session().InstallationId, id, context.RequestAborted);
        return job is null ? Problem.NotFound("job") : TypedResults.Ok(JobResource.Of(job));
    }

    private static async Task<IResult> CancelAsync(Guid id, HttpContext context, IGrainFactory grains)
    {
        var job = await grains.GetGrain<IJobQueue>(
            context.Session().InstallationId.Value).CancelAsync(id, context.RequestAborted);
        return job is null
            ? Problem.NotFound("job")
            : TypedResults.Accepted($"/api/jobs/{job.Id}", JobResource.Of(job));
    }
}
