using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Shopkeeper.Frontend.Paging;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Shopify;

namespace Shopkeeper.Frontend.Operations;

/// <summary>Certificates of teardowns.</summary>
internal static class CertificateOperations
{
    public static void MapCertificates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/certificates", ListAsync).WithName("ListCertificates")
            .WithSummary("Certificates, newest first; of one shop where it is named.")
            .Produces<PageView<CertificateView>>();
        routes.MapGet("/certificates/{id:guid}", GetAsync).WithName("GetCertificate")
            .WithSummary(
                "One certificate: the JWS, its claims, and the nonce of its subject.").Produces<CertificateView>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, ICertificateStore certificates, string? shop)
    {
        if (!Requests.TryPage(context.Request, out var page, out var problem)) return problem;
        ShopDomain? domain = null;
        if (shop is not null && !Requests.TryShop(shop, out domain, out var refused)) return refused;
        var found = await certificates.ListAsync(domain, page, context.RequestAborted);
        return TypedResults.Ok(PageView.Of(found, CertificateView.Of));
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext context, ICertificateStore certificates)
    {
        var certificate = await certificates.FindAsync(id, context.RequestAborted);
        return certificate is null ? Problem.NotFound("certificate") : TypedResults.Ok(CertificateView.Of(certificate));
    }
}

/// <summary>A certificate.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Jws">The certificate itself: a compact JWS.</param>
/// <param name="Claims">What the JWS says, decoded for reading; only the JWS proves it.</param>
/// <param name="Nonce">With it, the subject is the HMAC-SHA256 of the shop's domain; null after its retention.</param>
public sealed record CertificateView(Guid Id, string Jws, JsonNode? Claims, string? Nonce)
{
    internal static CertificateView Of(CertificateRecord record) =>
        new(record.Id, record.Jws, DecodeClaims(record), record.Nonce);

    internal static JsonNode? DecodeClaims(CertificateRecord record) =>
        JsonNode.Parse(WebEncoders.Base64UrlDecode(record.Jws.Split('.')[1]));
}
