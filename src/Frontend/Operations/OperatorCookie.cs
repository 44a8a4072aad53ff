using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Shopkeeper.Frontend.Operations;

/// <summary>
/// Lets a browser stay signed in as an operator for eight hours, unless the key is replaced. It holds the key's name
/// and hash under the key ring, never the key.
/// </summary>
internal sealed class OperatorCookie(IDataProtectionProvider protection, OperatorKeys keys, TimeProvider time)
{
    private const string Name = "shopkeeper-operator";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);
    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("Shopkeeper.OperatorCookie.v1").ToTimeLimitedDataProtector();

    public void Write(HttpContext context, string keyName) =>
        context.Response.Cookies.Append(
            Name,
            WebEncoders.Base64UrlEncode(
                _protector.Protect(
                    Encoding.UTF8.GetBytes($"{keys.HashOf(keyName)} {keyName}"), time.GetUtcNow() + Lifetime)),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = Lifetime,
                Path = "/",
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
            });

    /// <returns>The key's name, while that key is the one that signed in; otherwise null.</returns>
    public string? ReadName(HttpRequest request)
    {
        if (request.Cookies[Name] is not { Length: > 0 and <= 4096 } value) return null;
        try
        {
            var text = Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(value)));
            var ticket = text.Split(' ', 2);
            return keys.IsStill(ticket[1], ticket[0]) ? ticket[1] : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public static void Delete(
        HttpContext context) =>
        context.Response.Cookies.Delete(Name, new CookieOptions { Path = "/" });
}
