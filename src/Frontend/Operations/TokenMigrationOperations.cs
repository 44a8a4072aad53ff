using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Problems;
using Shopkeeper.Grains.Abstractions.Tokens;

namespace Shopkeeper.Frontend.Operations;

/// <summary>The replacement of tokens without expiry: how it stands, and the order to go on.</summary>
internal static class TokenMigrationOperations
{
    public static void MapTokenMigration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/token-migration", GetAsync).WithName("GetTokenMigration")
            .WithSummary("The replacement of tokens without expiry by expiring pairs, as it stands.")
            .Produces<TokenMigrationView>();
        routes.MapPost("/token-migration/continue", ContinueAsync).WithName("ContinueTokenMigration")
            .WithSummary("Goes on with all shops: after the first few, and after a failure that stopped it.")
            .RequireAuthorization(OperatorPolicies.Act)
            .Produces<TokenMigrationView>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, ITokenMigrationStore migration, IOptions<MigrationOptions> options) =>
        TypedResults.Ok(TokenMigrationView.Of(await migration.ReadAsync(context.RequestAborted), options.Value));

    private static async Task<IResult> ContinueAsync(
        HttpContext context, ITokenMigrationStore migration, IOptions<MigrationOptions> options)
    {
        if (!options.Value.Enabled)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict, "token-migration-off", "Tokens are not replaced by this service.",
                new FieldProblem("Tokens:Migration:Enabled", "Set it to true and restart the service."));
        }

        await migration.ContinueAsync(context.RequestAborted);
        return await GetAsync(context, migration, options);
    }
}
