using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shopkeeper.Grains.Abstractions.Jobs;
using Shopkeeper.Grains.Jobs;

namespace Shopkeeper.Grains.Catalogue;

/// <summary>Registers the catalogue.</summary>
public static class CatalogueServiceCollectionExtensions
{
    /// <summary>Adds the job <c>catalog-sync</c>, and the jobs it is one of. Safe to call twice.</summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.AddJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, CatalogSync>());
        return services;
    }
}
