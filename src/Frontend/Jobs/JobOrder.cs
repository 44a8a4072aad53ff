using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Frontend.Jobs;

/// <summary>The order to start a job, as a request carries it.</summary>
internal sealed class JobOrder
{
    private const int MaximumBytes = 64 * 1024;

    private readonly string _kind;
    private readonly string _arguments;
    private readonly string? _key;

    private JobOrder(string kind, string arguments, string? key) =>
        (_kind, _arguments, _key) = (kind, arguments, key);

    /// <summary>Reads an order; what can't be read becomes a problem.</summary>
    public static async Task<(JobOrder? Order, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var (json, problem) = await Requests.ReadObjectAsync(
            request, MaximumBytes, request.HttpContext.RequestAborted);
        if (problem is not null) return (null, problem);
        if (!json.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String)
            return (null, Problem.BadRequest("kind", "Send the kind of job to start, such as catalog-sync."));
        var arguments = json.TryGetProperty("arguments", out var given) ? given : default;
        if (arguments.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            return (null, Problem.BadRequest("arguments", "Send one JSON object, or leave it out."));
        if (!IdempotencyKey.TryRead(request, out var key)) return (null, IdempotencyKey.Refused());
        var text = arguments.ValueKind == JsonValueKind.Object ? arguments.GetRawText() : "{}";
        return (new JobOrder(kind.GetString()!, text, key), null);
    }

    /// <summary>Starts the job. The same order under the same key is the same job.</summary>
    public async Task<IResult> EnqueueAsync(
        HttpContext context, IGrainFactory grains, IRequestKeys keys, InstallationId installation, string location,
        bool isFromSession)
    {
        var request = _key is null
            ? null
            : new KeyedRequest($"jobs:{installation}", _key, Encoding.UTF8.GetBytes($"{_kind}\n{_arguments}"));
        var known = request is null ? null : await keys.RememberAsync(request, context.RequestAborted);
        if (known?.State == KnownRequestState.Different) return RequestRepetition.Different();
        var reply = await grains.GetGrain<IJobQueue>(installation.Value).EnqueueAsync(
            new EnqueueJob
            {
                Kind = _kind,
                Arguments = _arguments,
                IdempotencyKey = _key,
                FromSession = isFromSession,
                // Chosen here, so that an order whose silo goes away under it can be sent once more.
                Job = Guid.CreateVersion7(Clock(context).GetUtcNow()),
            },
            context.RequestAborted);
        // Nothing was started, so the key is free for the corrected order.
        if (known?.State == KnownRequestState.New && reply.Job is null)
            await keys.ForgetAsync(request!, CancellationToken.None);
        return Answer(context, reply, location);
    }

    private static TimeProvider Clock(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>();

    private static IResult Answer(HttpContext context, EnqueueReply reply, string location)
    {
        switch (reply.Outcome)
        {
            case EnqueueOutcome.Enqueued or EnqueueOutcome.AlreadyEnqueued:
                return TypedResults.Accepted($"{location}/{reply.Job!.Id}", JobResource.Of(reply.Job));
            case EnqueueOutcome.UnknownKind:
                return Problem.BadRequest("kind", "Send a kind of job that the app offers here.");
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
}
