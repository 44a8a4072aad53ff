using Shopkeeper.Simulator.Control;
using Shopkeeper.Simulator.Faults;

namespace Shopkeeper.Simulator.Calls;

/// <summary>
/// Stands around every call to a shop: reads it, lets a test act, lets a fault befall it, and logs it. The answer is
/// kept back until the log has the call, so that who has the answer finds the call.
/// </summary>
internal sealed class CallMiddleware(
    RequestDelegate next, CallReader reader, CallLog log, CallHooks hooks, FaultBook faults)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ShopCallAttribute>() is null)
        {
            await next(context);
            return;
        }

        var call = await reader.ReadAsync(context);
        context.Features.Set(call);
        var entry = log.Arrived(call, context.Request.Method);
        if (hooks.OnCall is { } onCall) await onCall(entry);

        var fault = faults.Strike(call);
        var connection = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            if (fault is null or { AfterEffect: true } or { Kind: FaultKind.Latency or FaultKind.Partial })
                await AnswerAsync(context, call);
            if (fault is not null) await FaultAnswers.WriteAsync(context, fault, call.IsGraphQL);
        }
        finally
        {
            context.Response.Body = connection;
        }

        entry = entry with
        {
            FaultId = fault?.Id,
            Status = fault is { Kind: FaultKind.Abort or FaultKind.Hang } ? null : context.Response.StatusCode,
        };
        log.Answered(entry);
        if (hooks.OnAnswer is { } onAnswer) await onAnswer(entry);
        await SendAsync(context, fault, answer);
    }

    private async Task AnswerAsync(HttpContext context, IncomingCall call)
    {
        // A shop that nobody created exists as soon as a merchant authorizes the app in it.
        if (call.Shop is null && call.Operation != "oauth/authorize")
            await ShopAnswers.NotFoundAsync(context);
        else if (call.Shop is { Profile.Status: not ShopStatus.Open } shop)
            await ShopAnswers.UnavailableAsync(context, shop.Profile.Status);
        else
            await next(context);
    }

    private static async Task SendAsync(HttpContext context, Fault? fault, MemoryStream answer)
    {
        if (fault is { Latency: var latency } && latency > TimeSpan.Zero)
            await Task.Delay(latency, TimeProvider.System, context.RequestAborted);
        switch (fault?.Kind)
        {
            case FaultKind.Abort:
                context.Abort();
                return;
            case FaultKind.Hang:
                await WaitForCallerAsync(context);
                return;
            default:
                // These three may have no body, whatever a fault asked for.
                if (context.Response.StatusCode is 204 or 205 or 304) return;
                context.Response.ContentLength = answer.Length;
                await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length),
                    context.RequestAborted);
                return;
        }
    }

    private static async Task WaitForCallerAsync(HttpContext context)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopped = stopping.Register(() => gone.TrySetResult());
        await gone.Task;
        context.Abort();
    }
}
