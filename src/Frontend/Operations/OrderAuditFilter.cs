using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Operations;
using Shopkeeper.Grains.Abstractions.Shops;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Writes every order of an operator into the audit log: that it begins before anything is done, and how it ended
/// after. An order that can't be written down is not carried out. Of one that ends in an exception nobody knows how it
/// ended, and so the entry stays without an end.
/// </summary>
internal sealed partial class OrderAuditFilter(IAuditLog log, TimeProvider time, ILogger<OrderAuditFilter> logger)
    : IEndpointFilter
{
    /// <summary>Longest note, in characters.</summary>
    public const int MaximumNoteLength = 1000;

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method)) return await next(invocation);
        var body = await OrderBody.ReadAsync(context);
        var order = Read(context, body, await FindShopAsync(context));
        await log.BeginAsync(order, context.RequestAborted);
        var result = body is null ? OrderBody.TooLarge() : await next(invocation);
        await CompleteAsync(order, AuditedCall.OutcomeOf(result));
        return result;
    }

    private static async Task<ShopDomain?> FindShopAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        if (ShopDomain.TryParse(values["shop"] as string, out var shop)) return shop;
        return context.GetEndpoint()?.Metadata.GetMetadata<OrderSubject>() is { } subject && values["id"] is string id
            ? await subject.FindAsync(context, id)
            : null;
    }

    private AuditedOrder Read(HttpContext context, byte[]? body, ShopDomain? shop)
    {
        var values = context.Request.RouteValues;
        var said = Json(body);
        return new AuditedOrder
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Actor = context.User.Identity?.Name ?? "unknown",
            Action = ActionOf(context),
            Shop = shop,
            Teardown = Guid.TryParse(values["id"] as string, out var teardown) ? teardown : null,
            Request = Guid.TryParse(values["request"] as string, out var request) ? request : null,
            Step = Code(values["step"] as string),
            Participant = Code(Text(said, "participant")),
            Reason = Code(Text(said, "reason") ?? Text(said, "code") ?? context.Request.Query["reason"]),
            Note = Text(said, "note") is { Length: <= MaximumNoteLength } note ? note : null,
        };
    }

    // UninstallShop is uninstall-shop. A dry run changes nothing, and is told apart.
    private static string ActionOf(HttpContext context)
    {
        var name = context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "unknown";
        var action = JsonNamingPolicy.KebabCaseLower.ConvertName(name);
        return context.Request.Query["dryRun"] is ["true"] ? $"{action}-dry-run" : action;
    }

    private async Task CompleteAsync(AuditedOrder order, AuditOutcome outcome)
    {
        try
        {
            await log.CompleteAsync(order.Id, outcome, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // What was done is done, and its answer is true; the entry says that an end was not written down.
            LogNotCompleted(logger, order.Id);
        }
    }

    // The endpoint says what is wrong with a body; here it is only written down what can be read.
    private static JsonElement Json(byte[]? body)
    {
        if (body is not { Length: > 0 }) return default;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of an escaped character: no text.
            return null;
        }
    }

    // Anything else may be anything, a shop's name too.
    private static string? Code(string? text) => text is not null && Kebab().IsMatch(text) ? text : null;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Kebab();
}
