namespace Doneon.Http;

public static class Problematic
{
    /// <summary>Invalid input is answered before the handler is called.</summary>
    public static RouteGroupBuilder AnswerProblems(this RouteGroupBuilder routes)
    {
        routes.DescribeProblems(429, 503);
        routes.AddEndpointFilter(async (context, next) => context.Arguments.ProblemOfInput() ?? await next(context));
        return routes;
    }

    /// <summary>What every route of the group may answer besides its own results.</summary>
    public static void DescribeProblems(this RouteGroupBuilder routes, params int[] statuses) =>
        ((IEndpointConventionBuilder)routes).Add(builder =>
        {
            foreach (var status in statuses) Problem.Describe(builder, status);
        });

    public static Problem? ProblemOfInput(this IList<object?> arguments)
    {
        foreach (var argument in arguments)
            if (argument is IMaybeProblem { Problem: { } problem }) return problem;
        return null;
    }
}
