using System.Text.Json.Nodes;
using Shopkeeper.Simulator.Calls;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Faults;

/// <summary>Writes a fault's answer in place of the right one.</summary>
internal static class FaultAnswers
{
    private const string Html =
        "<!DOCTYPE html><html><head><title>Something went wrong</title></head><body><h1>Sorry</h1></body></html>";

    private const string Throttled =
        """
        {"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED",
          "documentation": "https://shopify.dev/api/usage/rate-limits"}}],
         "extensions": {"cost": {"requestedQueryCost": 10, "actualQueryCost": null,
          "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 0, "restoreRate": 100.0}}}}
        """;

    private const string TooMany =
        """{"errors":"Exceeded 2 calls per second for api client. Reduce request rates to resume service."}""";

    public static Task WriteAsync(HttpContext context, Fault fault, bool graphQL)
    {
        if (fault.Kind is FaultKind.Latency or FaultKind.Abort or FaultKind.Hang)
        {
            AddHeaders(context.Response, fault);
            return Task.CompletedTask;
        }

        if (fault.Kind is FaultKind.Partial) return LeaveOutAsync(context.Response, fault);
        context.Response.Clear();
        var (status, body) = fault.Kind switch
        {
            FaultKind.Html => (fault.Status, Html),
            FaultKind.Throttled when graphQL => (StatusCodes.Status200OK, Throttled),
            FaultKind.Throttled => (StatusCodes.Status429TooManyRequests, TooMany),
            FaultKind.Redirect => (StatusCodes.Status302Found, ""),
            _ => (fault.Status, BodyOf(fault.Status)),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = fault.ContentType
            ?? (fault.Kind is FaultKind.Html ? "text/html; charset=utf-8" : "application/json; charset=utf-8");
        if (status is StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "2.0";
        if (fault.Kind is FaultKind.Redirect) context.Response.Headers.Location = "https://elsewhere.example/";
        AddHeaders(context.Response, fault);
        return context.Response.WriteAsync(fault.Body ?? body, context.RequestAborted);
    }

    // The right answer is still in memory; what is no JSON object stays as it is.
    private static async Task LeaveOutAsync(HttpResponse response, Fault fault)
    {
        var answer = (MemoryStream)response.Body;
        if (JsonNode.Parse(answer.ToArray()) is not JsonObject whole) return;
        foreach (var name in fault.Without ?? []) whole.Remove(name);
        answer.SetLength(0);
        await response.WriteAsync(whole.ToJsonString());
    }

    private static void AddHeaders(HttpResponse response, Fault fault)
    {
        foreach (var (name, value) in fault.Headers ?? new Dictionary<string, string>())
            response.Headers[name] = value;
    }

    private static string BodyOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ShopAnswers.Unauthorized,
        StatusCodes.Status402PaymentRequired => ShopAnswers.Unavailable,
        StatusCodes.Status404NotFound => ShopAnswers.NotFound,
        StatusCodes.Status423Locked => ShopAnswers.Locked,
        StatusCodes.Status429TooManyRequests => TooMany,
        < 400 => "{}",
        < 500 => """{"errors":"Bad Request"}""",
        _ => """{"errors":"Internal Server Error"}""",
    };
}
