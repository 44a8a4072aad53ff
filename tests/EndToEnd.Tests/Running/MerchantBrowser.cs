using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>A merchant's browser: it keeps cookies, and follows a redirect only when it is told to.</summary>
public sealed class MerchantBrowser : IDisposable
{
    private readonly ShopkeeperProcess _service;
    private readonly HttpClient _http;

    /// <summary>A browser without cookies.</summary>
    public MerchantBrowser(ShopkeeperProcess service)
    {
        _service = service;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies })
        {
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Its cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Opens an address; what its query and its cookies hold is noted.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Uri address)
    {
        Note(address);
        var answer = await _http.GetAsync(address, CancellationToken.None);
        foreach (Cookie cookie in Cookies.GetAllCookies())
        {
            if (cookie.Value.Length >= 8) _service.Ledger.Add("a cookie", cookie.Value);
        }
        return answer;
    }

    /// <summary>Opens a path of the service.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path) => OpenAsync(new Uri(_service.PublicUrl, path));

    /// <summary>Opens an address that must redirect, and answers where to.</summary>
    public async Task<Uri> FollowAsync(Uri address)
    {
        using var answer = await OpenAsync(address);
        if (answer.StatusCode != HttpStatusCode.Found)
        {
            throw new InvalidOperationException(
                $"{address.AbsolutePath} answered {(int)answer.StatusCode}: {await answer.ReadTextAsync()}");
        }
        return new Uri(address, answer.Headers.Location!);
    }

    /// <summary>Begins an install and goes on until Shopify sends the browser back.</summary>
    /// <returns>The signed callback address, not opened yet.</returns>
    public async Task<Uri> ApproveAsync(string shop)
    {
        var authorize = await FollowAsync(new Uri(_service.AppUrl, $"/auth?shop={shop}"));
        var callback = await FollowAsync(authorize);
        Note(callback);
        return callback;
    }

    /// <summary>Goes through the whole install.</summary>
    /// <returns>Where the browser ends up: the app in the shop's admin.</returns>
    public async Task<Uri> InstallAsync(string shop) => await FollowAsync(await ApproveAsync(shop));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private void Note(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        foreach (var name in (string[])["code", "state", "hmac", "id_token"])
        {
            foreach (var value in query.TryGetValue(name, out var values) ? values.ToArray() : [])
            {
                if (value is { Length: >= 16 }) _service.Ledger.Add($"the {name} of an authorization", value);
            }
        }
    }
}
