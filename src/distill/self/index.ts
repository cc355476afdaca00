export { bornAgain } from "./born-again.js";
export { byot } from "./byot.js";
export { csKd } from "./cs-kd.js";
export { meanTeacher } from "./mean-teacher.js";
export { psKd } from "./ps-kd.js";
export { teacherFree } from "./teacher-free.js";
export { teacherFreeSelf } from "./teacher-free-self.js";
