/**
 * Runs in the head of the page of tasks, when the browser remembers nobody: asks who is logged in, and for the first tasks, while
 * the app itself is still on its way.
 */
export const earlyScript = `try{if(location.pathname+location.search=="/"&&!localStorage.account){
let asked=window.askedEarly={},ask=path=>{let answer=asked[path]=fetch(path,{signal:AbortSignal.timeout(12e3)});answer.catch(()=>{});return answer};
ask("/api/auth/me").then(answer=>answer.ok&&answer.clone().json()).then(me=>me&&ask("/api/"+me.id+"/tasks?completed=false&sort=newest&limit=100")).catch(()=>{});
setTimeout(()=>{delete window.askedEarly},5e3)
}}catch{}`;

/** The answer to a question that was asked early, once. */
export function answeredEarly(request: Request): Promise<Response> | undefined {
    const { askedEarly } = window as { askedEarly?: Record<string, Promise<Response>> };
    const path = request.url.slice(location.origin.length);
    const answer = request.method === 'GET' ? askedEarly?.[path] : undefined;
    if (answer) delete askedEarly![path];
    return answer;
}
