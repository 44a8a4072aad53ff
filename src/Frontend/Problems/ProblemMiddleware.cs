using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shopkeeper.Frontend.Hosting;
using Shopkeeper.Grains.Abstractions.Caching;
using Shopkeeper.Grains.Abstractions.Paging;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Problems;

/// <summary>
/// The edge's one place for exceptions: each becomes a problem document that says nothing of the inside. Also hides the
/// endpoints of the other listener.
/// </summary>
internal sealed partial class ProblemMiddleware(
    RequestDelegate next, IHostApplicationLifetime host, ILogger<ProblemMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.MayServe())
        {
            await Problem.NotFound("page").ExecuteAsync(context);
            return;
        }
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answer(context, exception).ExecuteAsync(context);
        }
    }

    private IResult Answer(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case InstallationEndedException:
                return Problem.NotInstalled();
            case InvalidCursorException:
                return Problem.BadRequest("cursor", "Send the nextCursor of the page before, or none.");
            case BadHttpRequestException bad:
                return Problem.Of(
                    bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                        ? "too-large"
                        : "bad-request",
                    "The request can't be read.", new FieldProblem("body", "Send what the API's description names."));
            case StorageUnavailableException or CacheUnavailableException or OrleansException or TimeoutException:
                LogUnavailable(logger, exception.GetType().Name);
                return Problem.Unavailable(context, RetryAfter);
            // A front end takes deliveries while it still looks for a silo; until then no actor's kind is known to it.
            case { } early when !host.ApplicationStarted.IsCancellationRequested:
                LogUnavailable(logger, early.GetType().Name);
                return Problem.Unavailable(context, RetryAfter);
            default:
                // A bug, or a fault nobody has named yet. It is told in the log by its kind and place only, since
                // messages of other people's exceptions may repeat what was sent.
                LogFailed(logger, exception.GetType().Name, exception.TargetSite?.DeclaringType?.FullName);
                return Problem.Of(
                    StatusCodes.Status500InternalServerError, "internal", "The service failed; its log says where.");
        }
    }
}
