using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Calls;

/// <summary>The answers that Shopify gives for a shop as a whole, and their exact bodies.</summary>
/// <remarks>https://shopify.dev/docs/api/usage/response-codes</remarks>
internal static class ShopAnswers
{
    public const string Unauthorized =
        """{"errors":"[API] Invalid API key or access token (unrecognized login or wrong password)"}""";

    public const string Unavailable = """{"errors":"Unavailable Shop"}""";

    /// <summary>https://shopify.dev/changelog, expiring offline tokens required for all public apps.</summary>
    public const string NonExpiring =
        """{"errors":"[API] Non-expiring access tokens are no longer accepted for the Admin API. """
        + "Start using expiring offline tokens.\"}";

    public const string NotFound = """{"errors":"Not Found"}""";

    public const string Locked = """{"errors":"This shop is currently locked"}""";

    public static Task UnauthorizedAsync(HttpContext context) =>
        JsonAsync(context, StatusCodes.Status401Unauthorized, Unauthorized);

    public static Task NotFoundAsync(HttpContext context) =>
        JsonAsync(context, StatusCodes.Status404NotFound, NotFound);

    public static Task UnavailableAsync(HttpContext context, ShopStatus status) => status switch
    {
        ShopStatus.Frozen => JsonAsync(context, StatusCodes.Status402PaymentRequired, Unavailable),
        ShopStatus.Locked => JsonAsync(context, StatusCodes.Status423Locked, Locked),
        _ => NotFoundAsync(context),
    };

    public static Task JsonAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
