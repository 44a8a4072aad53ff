using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Lifecycle;

/// <summary>
/// The nonce of one authorization: 256 bits, bound to the shop, kept in the merchant's browser under the key ring that
/// all nodes share. Good for ten minutes.
/// </summary>
internal sealed class AuthState(
    IDataProtectionProvider protection, IOptions<ShopifyOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly IDataProtector _protector = protection.CreateProtector("Shopkeeper.AuthState.v1");

    // The name and Secure follow the app's own address, never the request's: a proxy may end TLS.
    private bool IsSecure => options.Value.AppUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private string CookieName => IsSecure ? "__Host-shopkeeper-state" : "shopkeeper-state";

    /// <summary>Makes a state and puts it into the browser.</summary>
    public string Begin(HttpContext context, ShopDomain shop)
    {
        var state = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var ticket = JsonSerializer.SerializeToUtf8Bytes(
            new Ticket(state, shop.Value, time.GetUtcNow().ToUnixTimeSeconds()));
        context.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(_protector.Protect(ticket)), Cookie());
        return state;
    }

    /// <summary>True when the browser carries this state for this shop, and it is not too old.</summary>
    public bool Matches(HttpContext context, ShopDomain shop, string state)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= 4096 } cookie) return false;
        try
        {
            var ticket = JsonSerializer.Deserialize<Ticket>(_protector.Unprotect(WebEncoders.Base64UrlDecode(cookie)));
            var age = time.GetUtcNow().ToUnixTimeSeconds() - ticket!.IssuedAt;
            return age >= 0 && age <= Lifetime.TotalSeconds
                && ticket.Shop == shop.Value
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.UTF8.GetBytes(ticket.State), Encoding.UTF8.GetBytes(state));
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Takes the state out of the browser.</summary>
    public void End(HttpContext context) => context.Response.Cookies.Delete(CookieName, Cookie());

    private CookieOptions Cookie() => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = IsSecure,
    };

    private sealed record Ticket(string State, string Shop, long IssuedAt);
}
