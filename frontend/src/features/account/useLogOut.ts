export const useLogOut = () => async () => undefined;
