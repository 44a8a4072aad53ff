using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Shopkeeper.Storage.Orleans;

internal static class OrleansServiceCollectionExtensions
{
    public static IServiceCollection AddOrleansTables(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton<IGrainStorage, GrainStorage>(GrainStorage.Name);
        services.TryAddSingleton<IReminderTable, ReminderTable>();
        return services;
    }
}
