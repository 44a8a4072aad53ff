using Microsoft.AspNetCore.Http;
using Shopkeeper.Frontend.Compliance;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Compliance;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Answers an order that is repeated under its <c>Idempotency-Key</c> without carrying it out again, whatever came of
/// the teardown meanwhile. An order whose answer nobody noted is carried out again: each of them is safe twice. What
/// was refused does not bind its key: it may be sent corrected.
/// </summary>
internal sealed class RepeatedOrderFilter(
    IRequestKeys keys, ITeardownStore teardowns, ICertificateStore certificates, IComplianceStore compliance,
    TimeProvider time)
    : IEndpointFilter
{
    private const string Reference = "teardown-reference";
    private const string View = "teardown";
    private const string Replay = "dead-letter-replay";
    private const string Compliance = "compliance-request";

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Query["dryRun"] is ["true"])
            return await next(invocation);
        if (!IdempotencyKey.TryRead(context.Request, out var key)) return IdempotencyKey.Refused();
        if (key is null) return await next(invocation);
        if (await OrderBody.ReadAsync(context) is not { } body) return OrderBody.TooLarge();

        var request = RequestRepetition.Of(context.Request, OperatorOrders.ScopeOf(context), key, body);
        var known = await keys.RememberAsync(request, context.RequestAborted);
        if (known.State == KnownRequestState.Different) return RequestRepetition.Different();
        if (known.Answer is { } answer) return await AgainAsync(answer, context.RequestAborted);
        var result = await next(invocation);
        if (AnswerOf(result) is { } given) await keys.AnswerAsync(request, given, CancellationToken.None);
        // One that came before without an answer may have been carried out then.
        else if (known.State == KnownRequestState.New && IsRefusal(result))
            await keys.ForgetAsync(request, CancellationToken.None);
        return result;
    }

    private static bool IsRefusal(object? result) => result is IStatusCodeHttpResult { StatusCode: >= 400 and < 500 };

    private static RequestAnswer? AnswerOf(object? result) => result switch
    {
        IStatusCodeHttpResult { StatusCode: >= 300 } => null,
        IValueHttpResult { Value: TeardownReference reference } => new RequestAnswer(Reference, reference.TeardownId),
        IValueHttpResult { Value: TeardownView view } => new RequestAnswer(View, view.Id),
        IValueHttpResult { Value: DeadLetterReplayView replay } => new RequestAnswer(Replay, replay.ToAnswer()),
        IValueHttpResult { Value: ComplianceView view } => new RequestAnswer(Compliance, view.Id),
        _ => null,
    };

    private async Task<IResult> AgainAsync(RequestAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Kind == Replay)
            return TypedResults.Accepted((string?)null, DeadLetterReplayView.OfAnswer(answer.Id));
        if (answer.Kind == Compliance)
        {
            return await compliance.FindAsync(answer.Id, cancellationToken) is { } request
                ? TypedResults.Ok(ComplianceView.Of(request, time.GetUtcNow()))
                : Problem.NotFound("request");
        }

        var location = $"/ops/api/teardowns/{answer.Id}";
        if (answer.Kind == Reference) return TypedResults.Accepted(location, new TeardownReference(answer.Id));
        return await TeardownView.FindAsync(answer.Id, teardowns, certificates, cancellationToken) is { } view
            ? TypedResults.Accepted(location, view)
            : Problem.NotFound("teardown");
    }
}
