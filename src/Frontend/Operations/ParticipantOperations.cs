using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shopkeeper.Grains.Abstractions.Operations;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The participants in erasure as operators see them.</summary>
internal static class ParticipantOperations
{
    public static void MapParticipants(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/participants", ListAsync).WithName("ListParticipants")
            .WithSummary("Participants in erasure by name, and how they fare.")
            .Produces<IReadOnlyList<ParticipantHealthView>>();

    private static async Task<IResult> ListAsync(HttpContext context, IParticipantReader participants)
    {
        var found = await participants.ListAsync(context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<ParticipantHealthView>>([.. found.Select(ParticipantHealthView.Of)]);
    }
}
